package dev.preflight.recipe.stages;

import dev.preflight.recipe.stages.RecipeResult.Configuration;
import dev.preflight.recipe.stages.RecipeResult.StageResult;
import dev.preflight.recipe.stages.StageOutcome.Facts;
import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Json;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Suggestion;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verb;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RateCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One report of all stages: the decision, its reasons, what to train with, the evidence. */
record RecipeReport(
    TrainingGraph graph,
    RecipeOptions options,
    Plan plan,
    Facts facts,
    List<StageOutcome> done,
    boolean interrupted) {

  /** Most sentences of the summary. */
  private static final int SENTENCES = 3;

  Report<RecipeResult> report() {
    List<Finding> findings = new ArrayList<>();
    List<Chart> charts = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    List<Pictures> pictures = new ArrayList<>();
    tables.add(stages());
    boolean diagnosed = done.stream().anyMatch(s -> s.stage() == Stage.DIAGNOSIS);
    for (StageOutcome outcome : done) {
      String before = outcome.stage().number() + ". ";
      outcome.findings().stream()
          .filter(f -> !(diagnosed && outcome.stage() == Stage.TRAIN && Recipe.isDiagnosis(f)))
          .forEach(findings::add);
      for (Chart c : outcome.charts()) {
        charts.add(c.named(c.id(), before + c.title()));
      }
      for (Table t : outcome.tables()) {
        tables.add(new Table(t.id(), before + t.title(), t.columns(), t.rows()));
      }
      pictures.addAll(outcome.pictures());
    }
    Configuration configuration = configuration();
    String decision = decision();
    return new Report<>(
        findings,
        charts,
        tables,
        pictures,
        configuration == null ? List.of() : List.of(suggestion(configuration)),
        done.stream().flatMap(outcome -> outcome.measures().stream()).toList(),
        summary(decision),
        next(configuration),
        new RecipeResult(decision, results(), configuration),
        interrupted);
  }

  private @Nullable StageOutcome failed() {
    return done.stream().filter(StageOutcome::failed).findFirst().orElse(null);
  }

  private Verdict verdict() {
    Verdict worst = interrupted ? Verdict.INCOMPLETE : Verdict.PASS;
    for (StageOutcome outcome : done) {
      worst = worst.or(outcome.verdict());
    }
    return worst;
  }

  /** Whether every stage was made. */
  private boolean whole() {
    return done.size() == Stage.values().length;
  }

  private String decision() {
    return switch (verdict()) {
      case FAIL -> "no-go";
      case INCOMPLETE -> "not judged";
      case WARN -> whole() ? "go with warnings" : "no failure so far";
      case PASS -> whole() ? "go" : "no failure so far";
    };
  }

  private String summary(String decision) {
    List<String> sentences = new ArrayList<>();
    StageOutcome failed = failed();
    if (failed != null) {
      sentences.add(Sentence.of("No-go at %s.", failed.stage().label()));
      failed.findings().stream()
          .filter(f -> f.status() == Status.FAIL)
          .limit(SENTENCES - 1L)
          .forEach(f -> sentences.add(f.title()));
      return String.join(" ", sentences);
    }
    if (interrupted) {
      sentences.add(Sentence.of("Stopped after %d of 9 stages.", done.size()));
    }
    sentences.add(
        switch (decision) {
          case "go" -> "Go: nothing speaks against the run.";
          case "go with warnings" -> "Go, with warnings.";
          case "not judged" -> "Not judged: evidence is missing.";
          default -> Sentence.of("No failure in the %d stages that were made.", done.size());
        });
    for (Status status : List.of(Status.ERROR, Status.WARN)) {
      for (StageOutcome outcome : done) {
        outcome.findings().stream()
            .filter(f -> f.status() == status)
            .map(Finding::title)
            .filter(t -> sentences.size() < SENTENCES && !sentences.contains(t))
            .forEach(sentences::add);
      }
    }
    for (Stage stage : List.of(Stage.TRAIN, Stage.SCHEDULES, Stage.COARSE)) {
      done.stream()
          .filter(s -> s.stage() == stage && sentences.size() < SENTENCES)
          .forEach(s -> sentences.add(s.summary()));
    }
    return String.join(" ", sentences);
  }

  private String status(Stage stage) {
    if (!options.wants(stage)) {
      return "left out";
    }
    return done.stream()
        .filter(s -> s.stage() == stage)
        .findFirst()
        .map(
            s ->
                switch (s.verdict()) {
                  case PASS -> "passed";
                  case WARN -> "warned";
                  case FAIL -> "failed";
                  case INCOMPLETE -> "not judged";
                })
        .orElse("not reached");
  }

  private List<StageResult> results() {
    List<StageResult> results = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      StageOutcome made = done.stream().filter(s -> s.stage() == stage).findFirst().orElse(null);
      results.add(
          new StageResult(
              stage.number(),
              stage.word(),
              status(stage),
              made == null ? "" : made.summary(),
              made == null ? 0 : made.seconds()));
    }
    return results;
  }

  private Table stages() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (StageResult r : results()) {
      rows.add(
          Table.row(r.number(), Stage.of(r.stage()).title(), r.status(), r.summary(), r.seconds()));
    }
    return new Table(
        "stages",
        "The recipe",
        List.of(
            Table.Column.number("stage"),
            Table.Column.text("what"),
            Table.Column.text("outcome"),
            Table.Column.text("in one sentence"),
            Table.Column.number("took", "s")),
        rows);
  }

  private @Nullable Configuration configuration() {
    ScheduleSpec spec = Recipe.schedule(facts);
    if (spec == null || spec.peak().isEmpty()) {
      return null;
    }
    return new Configuration(
        graph.optimizer(),
        spec.toString(),
        spec.peak().getAsDouble(),
        graph.takesWeightDecay() ? facts.weightDecay() : null,
        plan.length(),
        options.batchSize(),
        options.seed());
  }

  private static Suggestion suggestion(Configuration c) {
    List<Suggestion.Snippet> code = new ArrayList<>();
    code.add(new Suggestion.Snippet("JSON", Json.compact(c)));
    code.add(
        new Suggestion.Snippet(
            "Java",
            Sentence.of(
                "ScheduleSpec.parse(\"%s\").resolve(Run.of(%d))", c.schedule(), c.updates())));
    code.addAll(RateCode.of(c.optimizer(), c.learningRate()));
    code.add(
        new Suggestion.Snippet(
            "the rates of all updates for Keras and PyTorch",
            Sentence.of(
                "preflight schedule '%s' --updates %d --csv > rates.csv",
                c.schedule(), c.updates())));
    code.add(
        new Suggestion.Snippet(
            "Keras, with rates = numpy.genfromtxt('rates.csv', delimiter=',', names=True)",
            "keras.callbacks.LambdaCallback(on_train_batch_begin=lambda b, logs:"
                + " model.optimizer.learning_rate.assign("
                + "rates['learning_rate'][int(model.optimizer.iterations)]))"));
    code.add(
        new Suggestion.Snippet(
            "PyTorch, with the same rates",
            Sentence.of(
                "torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t:"
                    + " rates['learning_rate'][min(t, %d)] / %s)",
                c.updates() - 1, Double.toString(c.learningRate()))));
    return new Suggestion(
        Sentence.of(
            "%s%s",
            c.schedule(),
            c.weightDecay() == null ? "" : Sentence.of(", weight decay %s", c.weightDecay())),
        c.learningRate(),
        null,
        null,
        Sentence.of("for %,d updates of %,d items", c.updates(), c.batchSize()),
        code);
  }

  private List<Advice> next(@Nullable Configuration configuration) {
    List<Advice> advice = new ArrayList<>();
    if (interrupted) {
      advice.add(Advice.of("Start the same command again: finished stages are kept."));
    }
    StageOutcome failed = failed();
    if (failed != null) {
      failed.findings().stream()
          .filter(f -> f.status() == Status.FAIL && f.fix() != null)
          .limit(SENTENCES)
          .forEach(f -> advice.add(Advice.of(f.label() + ": " + f.fix())));
      advice.add(Advice.of("Then start the same command again."));
      return advice;
    }
    for (StageOutcome outcome : done) {
      outcome.findings().stream()
          .filter(f -> f.status() == Status.WARN && f.fix() != null && advice.size() < 2)
          .map(f -> f.label() + ": " + f.fix())
          .filter(text -> advice.stream().noneMatch(a -> a.text().equals(text)))
          .forEach(text -> advice.add(Advice.of(text)));
    }
    if (configuration != null) {
      Call call =
          Call.of(Verb.TRAIN)
              .with("--updates", "%d", configuration.updates())
              .with("--schedule", configuration.schedule());
      if (configuration.weightDecay() != null) {
        call = call.with("--weight-decay", "%.2g", configuration.weightDecay());
      }
      advice.add(new Advice("Start the long run.", call));
    }
    return advice;
  }
}
