package dev.preflight.reports.compare;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Provenance;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares results of the same command with the first of them. */
public final class DocumentComparison {

  private static final String NOTHING = "–";

  /**
   * A result by the name it is told by.
   *
   * @param name short and unique, such as its directory's
   */
  public record Named(String name, ResultDocument document) {}

  /**
   * What scripts read.
   *
   * @param runs names, in order; the first is what the others are compared with
   * @param configuration options that differ, with the value of each run; null where it has none
   * @param appeared ids of new findings of each later run
   * @param went ids of findings that each later run no longer has
   * @param sameData false if the data are known to differ
   */
  public record Differences(
      List<String> runs,
      Map<String, List<@Nullable Object>> configuration,
      Map<String, List<String>> appeared,
      Map<String, List<String>> went,
      boolean sameData) {}

  private final List<Named> all;
  private final Named first;
  private final List<Named> others;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, List<String>> appeared = new LinkedHashMap<>();
  private final Map<String, List<String>> went = new LinkedHashMap<>();

  private DocumentComparison(List<Named> all) {
    this.all = all;
    this.first = all.get(0);
    this.others = all.subList(1, all.size());
  }

  /**
   * Compares.
   *
   * @param runs at least two, of the same command
   * @throws IllegalArgumentException if there are fewer, or of several commands
   */
  public static Report<Differences> of(List<Named> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException("two results are needed, there is " + runs.size());
    }
    if (runs.stream().map(run -> run.document().kind()).distinct().count() > 1) {
      throw new IllegalArgumentException("results of several commands cannot be compared");
    }
    return new DocumentComparison(runs).report();
  }

  private Report<Differences> report() {
    others.forEach(this::appeared);
    others.forEach(this::went);
    Map<String, List<@Nullable Object>> configuration = configuration();
    findings.add(ofConfiguration(configuration));
    List<String> data = all.stream().map(run -> provenance(run).dataFingerprint()).toList();
    boolean unknown = data.stream().anyMatch(String::isBlank);
    boolean sameData = unknown || data.stream().distinct().count() == 1;
    findings.add(ofData(unknown, sameData));
    List<Table> tables = new ArrayList<>();
    if (sameData) {
      List<MeasureDifferences.Row> differences = MeasureDifferences.of(first, others);
      findings.addAll(MeasureDifferences.findings(first, differences));
      differences.stream()
          .limit(1)
          .forEach(any -> tables.add(MeasureDifferences.table(differences)));
    }
    tables.add(statuses());
    if (!configuration.isEmpty()) {
      tables.add(options(configuration));
    }
    List<Chart> charts = sameData ? OverlaidCharts.of(all) : List.of();
    List<String> names = all.stream().map(Named::name).toList();
    return new Report<>(
        findings,
        charts,
        tables,
        summary(configuration),
        advice(),
        new Differences(names, configuration, appeared, went, sameData),
        false);
  }

  private static Provenance provenance(Named run) {
    return run.document().provenance();
  }

  private static Finding.Builder finding(Rule rule, Status status, String title) {
    return Finding.of(rule, status, title);
  }

  private void appeared(Named run) {
    List<Finding> fresh = NewFindings.since(first.document(), run.document());
    List<String> ids = fresh.stream().map(Finding::id).distinct().toList();
    appeared.put(run.name(), ids);
    if (fresh.isEmpty()) {
      findings.add(
          finding(
                  CompareRules.NEW,
                  Status.PASS,
                  Sentence.of("%s has nothing that %s has not.", run.name(), first.name()))
              .build());
      return;
    }
    for (Finding f : fresh) {
      findings.add(
          finding(
                  CompareRules.NEW,
                  f.status(),
                  Sentence.of("New in %s, %s: %s", run.name(), f.label(), f.title()))
              .measured(f.measured())
              .expected(f.expected())
              .unit(f.unit())
              .where(f.where())
              .why(f.why())
              .fix(f.fix())
              .build());
    }
  }

  private void went(Named run) {
    List<String> gone = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Finding f : first.document().findings()) {
      boolean bad = NewFindings.severity(f.status()) > 0;
      List<Finding> now =
          run.document().findings().stream().filter(g -> g.id().equals(f.id())).toList();
      boolean ran =
          now.stream().anyMatch(g -> g.status() != Status.SKIP && g.status() != Status.ERROR);
      boolean still = now.stream().anyMatch(g -> NewFindings.severity(g.status()) > 0);
      if (bad && !still) {
        (ran ? gone : unknown).add(f.label());
      }
    }
    went.put(run.name(), List.copyOf(gone));
    if (!gone.isEmpty()) {
      findings.add(
          finding(
                  CompareRules.GONE,
                  Status.INFO,
                  Sentence.of("%s no longer has %s.", run.name(), Sentence.some(gone, 6)))
              .build());
    }
    if (!unknown.isEmpty()) {
      findings.add(
          finding(
                  CompareRules.GONE,
                  Status.WARN,
                  Sentence.of(
                      "%s did not run what %s found: %s.",
                      run.name(), first.name(), Sentence.some(unknown, 6)))
              .why("What did not run is not gone.")
              .fix("Run the command again with the same profile and program.")
              .build());
    }
  }

  /** What differs in how the runs were made. */
  private Map<String, List<@Nullable Object>> configuration() {
    Map<String, List<@Nullable Object>> differing = new LinkedHashMap<>();
    Set<String> options = new LinkedHashSet<>();
    all.forEach(run -> options.addAll(new TreeMap<>(provenance(run).config()).keySet()));
    // Where the result goes changes nothing.
    options.remove("out");
    options.remove("progress");
    options.remove("json");
    for (String option : options) {
      put(differing, "--" + option, run -> provenance(run).config().get(option));
    }
    put(differing, "program", run -> run.document().program());
    put(differing, "program's fingerprint", run -> provenance(run).programFingerprint());
    put(differing, "seed", run -> provenance(run).seed());
    put(differing, "threads", run -> provenance(run).threads());
    put(differing, "device", run -> provenance(run).device());
    put(differing, "preflight", run -> provenance(run).preflight());
    put(differing, "tensorflow", run -> provenance(run).tensorflow());
    put(differing, "git commit", run -> provenance(run).gitCommit());
    return differing;
  }

  /** Reads one thing of a run. */
  private interface Read {
    @Nullable Object of(Named run);
  }

  private void put(Map<String, List<@Nullable Object>> differing, String name, Read read) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Named run : all) {
      values.add(read.of(run));
    }
    if (values.stream().anyMatch(value -> !Objects.equals(value, values.get(0)))) {
      differing.put(name, values);
    }
  }

  private static Finding ofConfiguration(Map<String, List<@Nullable Object>> differing) {
    if (differing.isEmpty()) {
      return finding(CompareRules.CONFIGURATION, Status.PASS, "All were made in the same way.")
          .build();
    }
    List<String> told = new ArrayList<>();
    differing.forEach(
        (name, values) ->
            told.add(
                name
                    + " "
                    + String.join(" / ", values.stream().map(DocumentComparison::shown).toList())));
    return finding(
            CompareRules.CONFIGURATION,
            Status.INFO,
            Sentence.of("They differ in %s.", Sentence.some(told, 6)))
        .measured((double) differing.size())
        .unit("differences")
        .build();
  }

  private static Finding ofData(boolean unknown, boolean same) {
    if (unknown) {
      return finding(
              CompareRules.DATA,
              Status.INFO,
              "Whether the data are the same, these results do not say: a log names none.")
          .build();
    }
    return same
        ? finding(CompareRules.DATA, Status.PASS, "All have the same data.").build()
        : finding(
                CompareRules.DATA,
                Status.WARN,
                "The data differ, so that losses and metrics are not compared.")
            .fix("Give all runs the same --data, with the same split and seed.")
            .build();
  }

  private Table statuses() {
    Map<String, String> labels = new LinkedHashMap<>();
    all.forEach(run -> run.document().findings().forEach(f -> labels.put(f.id(), f.label())));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    labels.forEach(
        (id, label) -> {
          List<@Nullable Object> row = new ArrayList<>();
          row.add(label);
          for (Named run : all) {
            row.add(
                run.document().findings().stream()
                    .filter(f -> f.id().equals(id))
                    .map(Finding::status)
                    .reduce((a, b) -> NewFindings.severity(b) > NewFindings.severity(a) ? b : a)
                    .map(status -> status.name().toLowerCase(Locale.ROOT))
                    .orElse(NOTHING));
          }
          rows.add(row);
        });
    return new Table("findings", "Findings of each", columns("finding"), rows);
  }

  private Table options(Map<String, List<@Nullable Object>> differing) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    differing.forEach(
        (name, values) -> {
          List<@Nullable Object> row = new ArrayList<>();
          row.add(name);
          values.forEach(value -> row.add(shown(value)));
          rows.add(row);
        });
    return new Table("configuration", "What differs", columns("what"), rows);
  }

  private List<Table.Column> columns(String name) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text(name));
    all.forEach(run -> columns.add(Table.Column.text(run.name())));
    return columns;
  }

  private static String shown(@Nullable Object value) {
    return value == null ? NOTHING : String.valueOf(value);
  }

  private String summary(Map<String, List<@Nullable Object>> configuration) {
    long fresh = appeared.values().stream().mapToLong(List::size).sum();
    long gone = went.values().stream().mapToLong(List::size).sum();
    return Sentence.of(
        "Against %s: %s, %,d gone; %s in how they were made.",
        first.name(), many(fresh, "new finding"), gone, many(configuration.size(), "difference"));
  }

  private static String many(long count, String thing) {
    return Sentence.of("%,d %s%s", count, thing, count == 1 ? "" : "s");
  }

  private List<Advice> advice() {
    return findings.stream()
        .filter(f -> NewFindings.severity(f.status()) > 0 && f.fix() != null)
        .limit(3)
        .map(f -> Advice.of(String.valueOf(f.fix())))
        .toList();
  }
}
