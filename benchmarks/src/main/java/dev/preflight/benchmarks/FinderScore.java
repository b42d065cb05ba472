package dev.preflight.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Holds the finder's suggestions, those of the search and the known rules against the truth. */
public final class FinderScore {

  /** How the answers of one rule did on one case, or on several. */
  private static final class Tally {
    private int runs;
    private int good;
    private int refused;
    private int diverged;
    private int ranges;
    private int held;
    private double decades;
    private double ratio;
    private double worst;
    private double deviations;
    private double updates;

    /** An answer; NaN for a refusal. */
    void add(Truth truth, double rate) {
      runs++;
      if (Double.isNaN(rate)) {
        refused++;
        return;
      }
      good += truth.isGood(rate) ? 1 : 0;
      diverged += truth.diverges(rate) ? 1 : 0;
      ratio += truth.ratio(rate);
      worst = Math.max(worst, truth.ratio(rate));
      deviations += truth.deviations(rate);
    }

    /** The range that came with it, whose ends may be NaN. */
    void range(Truth truth, double low, double high) {
      if (low > 0) {
        ranges++;
        held += truth.bestRate() >= low && truth.bestRate() <= high ? 1 : 0;
        decades += Math.log10(high / low);
      }
    }

    String text() {
      int answered = Math.max(1, runs - refused);
      return String.format(
          Locale.ROOT,
          "%d/%d | %d | %d | %.2f | %.2f | %.1f",
          good,
          runs,
          refused,
          diverged,
          ratio / answered,
          worst,
          deviations / answered);
    }

    String ranges() {
      return String.format(
          Locale.ROOT, "%d/%d | %.1f", held, ranges, decades / Math.max(1, ranges));
    }
  }

  private final Map<String, Truth> truths;
  private final Map<String, Tally> finder = new TreeMap<>();
  private final Map<String, Tally> brackets = new TreeMap<>();
  private final Map<String, Map<String, Tally>> others = new LinkedHashMap<>();

  private FinderScore(Map<String, Truth> truths) {
    this.truths = truths;
  }

  /**
   * Prints the tables in Markdown.
   *
   * @param args the file of truths, and the file of suggestions
   */
  public static void main(String[] args) throws IOException {
    FinderScore score = new FinderScore(Truth.read(Path.of(args[0])));
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] cells = line.split(",", -1);
      score.add(cells, "constant", 4);
      score.add(cells, "linear", 7);
    }
    score.print(System.out);
  }

  /** An answer, with its rate and its range in the columns from {@code first} on. */
  private void add(String[] cells, String schedule, int first) {
    Truth truth = truths.get(String.join(",", cells[0], cells[1], schedule));
    if (truth == null || !truth.isBegun()) {
      return;
    }
    String set = set(cells[0]);
    String name = String.join(" | ", set, cells[0], cells[1], schedule);
    double low = number(cells[first + 1]);
    double high = number(cells[first + 2]);
    switch (cells[2]) {
      case "full" -> {
        Tally tally = finder.computeIfAbsent(name, key -> new Tally());
        tally.add(truth, number(cells[first]));
        tally.range(truth, low, high);
        tally.updates =
            Math.max(tally.updates, Double.parseDouble(cells[10]) / Double.parseDouble(cells[1]));
      }
      case "quick" -> {
        brackets.computeIfAbsent(name, key -> new Tally()).range(truth, low, high);
        for (int i = 12; i < cells.length; i++) {
          String[] rule = cells[i].split("=", 2);
          other(rule[0], set, schedule).add(truth, number(rule[1]));
        }
      }
      default -> {
        if (schedule.equals("constant")) {
          other(cells[2], set, schedule).add(truth, number(cells[first]));
        }
      }
    }
  }

  private Tally other(String rule, String set, String schedule) {
    return others
        .computeIfAbsent(rule, key -> new TreeMap<>())
        .computeIfAbsent(set + " | " + schedule, key -> new Tally());
  }

  private static String set(String id) {
    Case one = Case.all().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    return one.isDesign() ? "design" : one.isUnseen() ? "unseen" : "seen";
  }

  private void print(PrintStream out) {
    String regret = "good | refused | diverged | mean ratio | worst ratio | mean deviations";
    out.println(
        "| set | case | updates | schedule | good rates | "
            + regret
            + " | range holds the best | decades | most updates / planned |");
    out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    finder.forEach(
        (name, tally) -> {
          List<String> cells = List.of(name.split(" \\| "));
          double[] good = truth(cells).goodRates();
          out.printf(
              Locale.ROOT,
              "| %s | %.2g to %.2g | %s | %s | %.2f |%n",
              name,
              good[0],
              good[1],
              tally.text(),
              tally.ranges(),
              tally.updates);
        });
    out.println();
    out.println("| set | case | updates | schedule | bracket holds the best | decades |");
    out.println("|---|---|---|---|---|---|");
    brackets.forEach((name, tally) -> out.println("| " + name + " | " + tally.ranges() + " |"));
    out.println();
    out.println("| rule | set | schedule | " + regret + " |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    others.forEach(
        (rule, tallies) ->
            tallies.forEach(
                (name, tally) ->
                    out.println("| " + rule + " | " + name + " | " + tally.text() + " |")));
  }

  private Truth truth(List<String> cells) {
    Truth truth = truths.get(String.join(",", cells.get(1), cells.get(2), cells.get(3)));
    if (truth == null) {
      throw new IllegalStateException("no truth for " + cells);
    }
    return truth;
  }

  private static double number(String text) {
    return text.equals("none") ? Double.NaN : Double.parseDouble(text);
  }
}
