package dev.preflight.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Holds the finder's suggestions, and those of the known rules, against the truth. */
public final class FinderScore {

  /** Hits, regrets and divergences of one rule on one case. */
  private static final class Tally {
    private int runs;
    private int good;
    private int refused;
    private int diverged;
    private double regret;
    private double worst;
    private long updates;
    private double planned = 1;

    void add(Truth truth, double rate) {
      runs++;
      if (Double.isNaN(rate)) {
        refused++;
        return;
      }
      good += truth.isGood(rate) ? 1 : 0;
      diverged += truth.diverges(rate) ? 1 : 0;
      regret += truth.regret(rate);
      worst = Math.max(worst, truth.regret(rate));
    }

    String text() {
      int answered = Math.max(1, runs - refused);
      return String.format(
          Locale.ROOT,
          "%d/%d | %d | %.2f | %.2f | %d | %.1f",
          good,
          runs,
          refused,
          regret / answered,
          worst,
          diverged,
          updates / planned);
    }
  }

  /** How often brackets of bare ramps hold the best rate, and a good one. */
  private static final class Held {
    private int runs;
    private int refused;
    private int best;
    private int good;
    private double decades;

    void add(Truth truth, double low, double high) {
      runs++;
      if (Double.isNaN(low)) {
        refused++;
        return;
      }
      double rate = truth.bestRate();
      best += rate >= low && rate <= high ? 1 : 0;
      good += truth.goodRates().anyMatch(r -> r >= low && r <= high) ? 1 : 0;
      decades += Math.log10(high / low);
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%d/%d | %d/%d | %d | %.1f",
          best,
          runs - refused,
          good,
          runs - refused,
          refused,
          decades / Math.max(1, runs - refused));
    }
  }

  private FinderScore() {}

  /**
   * Prints the tables in Markdown.
   *
   * @param args the file of truths, and the file of suggestions
   */
  public static void main(String[] args) throws IOException {
    Map<String, Truth> truths = Truth.read(Path.of(args[0]));
    Map<String, Tally> cases = new TreeMap<>();
    Map<String, Map<String, Tally>> rules = new LinkedHashMap<>();
    Map<String, Held> brackets = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] cells = line.split(",", -1);
      for (int s = 0; s < 2; s++) {
        String schedule = s == 0 ? "constant" : "linear";
        Truth truth = truths.get(String.join(",", cells[0], cells[1], schedule));
        if (truth == null) {
          continue;
        }
        boolean quick = cells[2].equals("quick");
        String set = isDesign(cells[0]) ? "design" : "held out";
        String name = String.join(" | ", set, cells[0], cells[1], schedule);
        if (!quick) {
          Tally tally = cases.computeIfAbsent(name, key -> new Tally());
          tally.add(truth, number(cells[4 + s]));
          tally.updates = Math.max(tally.updates, Long.parseLong(cells[6]));
          tally.planned = Double.parseDouble(cells[1]);
        } else {
          brackets
              .computeIfAbsent(name, key -> new Held())
              .add(truth, number(cells[4]), number(cells[5]));
          for (int i = 12; i < cells.length; i++) {
            String[] rule = cells[i].split("=", 2);
            rules
                .computeIfAbsent(rule[0], key -> new TreeMap<>())
                .computeIfAbsent(set + " | " + schedule, key -> new Tally())
                .add(truth, number(rule[1]));
          }
        }
      }
    }
    print(System.out, cases, brackets, rules);
  }

  private static void print(
      PrintStream out,
      Map<String, Tally> cases,
      Map<String, Held> brackets,
      Map<String, Map<String, Tally>> rules) {
    out.println(
        "| set | case | updates | schedule | good | refused | mean regret | worst |"
            + " diverged | most updates spent / planned |");
    out.println("|---|---|---|---|---|---|---|---|---|---|");
    cases.forEach((name, tally) -> out.println("| " + name + " | " + tally.text() + " |"));
    out.println();
    out.println(
        "| set | case | updates | schedule | holds the best | holds a good one | refused |"
            + " decades |");
    out.println("|---|---|---|---|---|---|---|---|");
    brackets.forEach((name, held) -> out.println("| " + name + " | " + held.text() + " |"));
    out.println();
    out.println("| rule | set | schedule | good | none | mean regret | worst | diverged |");
    out.println("|---|---|---|---|---|---|---|---|");
    rules.forEach(
        (rule, tallies) ->
            tallies.forEach(
                (name, tally) -> {
                  List<String> parts = new ArrayList<>(List.of(tally.text().split(" \\| ")));
                  parts.remove(parts.size() - 1);
                  out.println(
                      "| " + rule + " | " + name + " | " + String.join(" | ", parts) + " |");
                }));
  }

  private static boolean isDesign(String id) {
    return Case.all().stream().anyMatch(c -> c.id().equals(id) && c.isDesign());
  }

  private static double number(String text) {
    return text.equals("none") ? Double.NaN : Double.parseDouble(text);
  }
}
