package dev.preflight.cli.catalogue;

import dev.preflight.recipe.ablation.AblationRules;
import dev.preflight.recipe.baseline.Baselines;
import dev.preflight.recipe.stages.Recipe;
import dev.preflight.recipe.train.Diagnosis;
import dev.preflight.reports.Rule;
import dev.preflight.reports.compare.CompareRules;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.curves.CurveRules;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.comparison.ComparisonRules;
import dev.preflight.tuner.finder.FinderRules;
import dev.preflight.tuner.insight.TuneRules;
import dev.preflight.tuner.schedule.ScheduleFit;
import dev.preflight.tuner.search.SearchRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that findings may be about, in the order in which the commands are usually run. */
final class Catalogue {

  /**
   * Entries that belong together.
   *
   * @param title what they are
   */
  record Section(String title, List<Entry> entries) {}

  private Catalogue() {}

  static List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    List<Entry> checks = Checks.pages().stream().map(Entry::of).toList();
    sections.add(new Section("Checks of the data (check, data)", starting(checks, "D")));
    sections.add(new Section("Checks of the graph and its start (check)", starting(checks, "G")));
    sections.add(new Section("Checks by a little training (check)", starting(checks, "M")));
    sections.add(new Section("Checks of a short run (check)", starting(checks, "R")));
    sections.add(of("Findings about the curves of a run", CurveRules.all(), "watch"));
    sections.add(of("Findings of the learning-rate finder", FinderRules.all(), "lr-find"));
    sections.add(of("Findings of the learning-rate search", SearchRules.all(), "lr-search"));
    List<Rule> schedules = new ArrayList<>(ComparisonRules.all());
    schedules.add(ScheduleFit.RULE);
    sections.add(of("Findings about schedules", schedules, "schedules"));
    sections.add(of("Findings about studies", TuneRules.all(), "tune"));
    List<Rule> diagnosis = new ArrayList<>(Diagnosis.rules());
    diagnosis.addAll(Baselines.rules());
    diagnosis.addAll(Recipe.rules());
    sections.add(of("Diagnosis of a trained model (train, run)", diagnosis, "train"));
    sections.add(of("Findings about single changes", AblationRules.all(), "ablate"));
    sections.add(of("Findings about differences", CompareRules.all(), "compare"));
    return sections;
  }

  private static Section of(String title, List<Rule> rules, String command) {
    return new Section(title, rules.stream().map(rule -> Entry.of(rule, command)).toList());
  }

  private static List<Entry> starting(List<Entry> entries, String letter) {
    return entries.stream().filter(entry -> entry.rule().id().startsWith(letter)).toList();
  }

  /**
   * The page of an id, whatever its case, or of a name.
   *
   * @throws InputException if there is none
   */
  static Entry entry(String idOrName) {
    List<Entry> all = sections().stream().flatMap(s -> s.entries().stream()).toList();
    return all.stream()
        .filter(
            e ->
                e.rule().id().equalsIgnoreCase(idOrName)
                    || e.rule().name().equals(idOrName.strip()))
        .findFirst()
        .orElseThrow(
            () -> {
              InputException unknown =
                  InputException.unknown(
                      "check",
                      idOrName.toUpperCase(Locale.ROOT),
                      all.stream().map(e -> e.rule().id()).toList());
              return new InputException(
                  "There is no check '" + idOrName + "'",
                  unknown.hint() + " 'preflight checks' lists all.");
            });
  }
}
