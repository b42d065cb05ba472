package dev.preflight.training.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A division of item indices into training, validation and test, each ascending.
 *
 * @param train indices of the training items
 * @param validation indices of the validation items
 * @param test indices of the test items, which nothing is chosen by; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
public record Split(int[] train, int[] validation, int[] test) {

  private static final int[] NONE = {};

  /** The last {@code count} items, in file order, are held out. */
  public static Split last(int size, int count) {
    return new Split(
        IntStream.range(0, size - count).toArray(),
        IntStream.range(size - count, size).toArray(),
        NONE);
  }

  /** A random {@code count} of the items is held out. */
  public static Split random(int size, int count, long seed) {
    return stratified(new int[size], 1, count, seed);
  }

  /**
   * Holds out {@code count} items at random so that each class keeps its share: the share is
   * rounded down, and the items still missing come from the classes that lost most by it. A class
   * keeps at least one training item as long as others can give.
   *
   * @param ids class id of every item, in [0, classes)
   * @param count items to hold out, in [1, ids.length)
   */
  public static Split stratified(int[] ids, int classes, int count, long seed) {
    int[] order = Shuffle.identity(ids.length);
    Shuffle.shuffle(order, Shuffle.random(seed, 0));
    int[] remaining = allocate(ids, classes, count);
    boolean[] held = new boolean[ids.length];
    for (int index : order) {
      if (remaining[ids[index]] > 0) {
        remaining[ids[index]]--;
        held[index] = true;
      }
    }
    return new Split(
        IntStream.range(0, ids.length).filter(i -> !held[i]).toArray(),
        IntStream.range(0, ids.length).filter(i -> held[i]).toArray(),
        NONE);
  }

  /**
   * Holds out items for the test, and of the others some for validation, so that each class keeps
   * its share in all three.
   *
   * @param ids class id of every item, in [0, classes)
   * @param validation items to validate with, at least 1
   * @param test items to hold out for the test, at least 1; together fewer than all
   */
  public static Split stratified(int[] ids, int classes, int validation, int test, long seed) {
    Split held = stratified(ids, classes, test, seed);
    int[] rest = held.train;
    int[] restIds = IntStream.of(rest).map(i -> ids[i]).toArray();
    Split inner = stratified(restIds, classes, validation, seed + 1);
    return new Split(
        IntStream.of(inner.train).map(i -> rest[i]).toArray(),
        IntStream.of(inner.validation).map(i -> rest[i]).toArray(),
        held.validation);
  }

  /**
   * Keeps the items of a group together: groups are drawn at random, and each goes to the part that
   * still misses most of what it should have.
   *
   * @param groups group id of every item, in [0, count)
   * @param count number of groups, at least one for each part that is not empty
   * @param validation items wanted to validate with
   * @param test items wanted for the test, 0 for no test set
   */
  public static Split byGroup(int[] groups, int count, int validation, int test, long seed) {
    int[] sizes = new int[count];
    for (int group : groups) {
      sizes[group]++;
    }
    int[] order = Shuffle.identity(count);
    Shuffle.shuffle(order, Shuffle.random(seed, 2));
    int parts = test > 0 ? 3 : 2;
    double[] wanted = {groups.length - validation - test, validation, test};
    int[] has = new int[parts];
    int empty = parts;
    int[] partOf = new int[count];
    for (int k = 0; k < count; k++) {
      int group = order[k];
      boolean mustFill = count - k <= empty;
      int best = -1;
      for (int part = 0; part < parts; part++) {
        boolean allowed = !mustFill || has[part] == 0;
        if (allowed && (best < 0 || lack(wanted, has, part) > lack(wanted, has, best))) {
          best = part;
        }
      }
      empty -= has[best] == 0 ? 1 : 0;
      has[best] += sizes[group];
      partOf[group] = best;
    }
    return new Split(
        inPart(groups, partOf, 0), inPart(groups, partOf, 1), inPart(groups, partOf, 2));
  }

  /** The share of its items that a part still misses. */
  private static double lack(double[] wanted, int[] has, int part) {
    return (wanted[part] - has[part]) / wanted[part];
  }

  private static int[] inPart(int[] groups, int[] partOf, int part) {
    return IntStream.range(0, groups.length).filter(i -> partOf[groups[i]] == part).toArray();
  }

  /** How many items of each class are held out; the sum is {@code count}. */
  private static int[] allocate(int[] ids, int classes, int count) {
    int[] sizes = new int[classes];
    for (int id : ids) {
      sizes[id]++;
    }
    int[] quotas = new int[classes];
    long[] lost = new long[classes];
    for (int c = 0; c < classes; c++) {
      long share = (long) sizes[c] * count;
      quotas[c] = (int) (share / ids.length);
      lost[c] = share % ids.length;
    }
    int missing = count - Arrays.stream(quotas).sum();
    int[] byLoss =
        IntStream.range(0, classes)
            .boxed()
            .sorted(Comparator.comparingLong((Integer c) -> -lost[c]).thenComparingInt(c -> c))
            .mapToInt(Integer::intValue)
            .toArray();
    // First leave every class an item to train on; take the last ones only if nothing else is left.
    for (int keep = 1; keep >= 0 && missing > 0; keep--) {
      for (boolean moved = true; moved && missing > 0; ) {
        moved = false;
        for (int c : byLoss) {
          if (missing > 0 && quotas[c] + keep < sizes[c]) {
            quotas[c]++;
            missing--;
            moved = true;
          }
        }
      }
    }
    return quotas;
  }
}
