package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number that a later result of the same command can be held against, with what its uncertainty
 * comes from.
 *
 * @param name such as {@code val_accuracy}; the same thing has the same name
 * @param value need not be finite
 * @param lowerIsBetter as for a loss
 * @param runs the same measured with several seeds, of which the value is the mean; empty for one
 *     run
 * @param items which items were right, where the value is the share of them; null for others
 */
public record Measure(
    String name,
    double value,
    boolean lowerIsBetter,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SeedRun> runs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Items items) {

  /** Validates and copies. */
  public Measure {
    Require.text(name, "measure");
    runs = runs == null ? List.of() : Require.list(runs, "runs");
    Set<Long> seeds = new HashSet<>();
    for (SeedRun run : runs) {
      if (!seeds.add(run.seed())) {
        throw new IllegalArgumentException(
            "seed " + run.seed() + " of " + name + " is there twice");
      }
    }
  }

  /** Of one run. */
  public static Measure of(String name, double value, boolean lowerIsBetter) {
    return new Measure(name, value, lowerIsBetter, List.of(), null);
  }

  /** The mean over runs of several seeds. */
  public static Measure of(String name, boolean lowerIsBetter, List<SeedRun> runs) {
    double mean = runs.stream().mapToDouble(SeedRun::value).average().orElse(Double.NaN);
    return new Measure(name, mean, lowerIsBetter, runs, null);
  }

  /** The share of the right ones among items. */
  public static Measure ofShare(String name, Items items) {
    double share = (double) items.bits().cardinality() / (double) items.count();
    return new Measure(name, share, false, List.of(), items);
  }

  /** The value of one seed. */
  public record SeedRun(long seed, double value) {}

  /**
   * Items in the order of their set.
   *
   * @param count how many, at least 1
   * @param right a bit for each, 1 for a right one, the first item in the lowest bit of the first
   *     byte; base64
   */
  public record Items(int count, String right) {

    /** Validates. */
    public Items {
      Require.present(right, "right");
      if (count < 1) {
        throw new IllegalArgumentException("items must be at least 1, were " + count);
      }
      if (BitSet.valueOf(Base64.getDecoder().decode(right)).length() > count) {
        throw new IllegalArgumentException("more items are right than there are");
      }
    }

    /** Of bits. */
    public static Items of(int count, BitSet right) {
      return new Items(count, Base64.getEncoder().encodeToString(right.toByteArray()));
    }

    /** The right ones; a copy. */
    public BitSet bits() {
      return BitSet.valueOf(Base64.getDecoder().decode(right));
    }
  }
}
