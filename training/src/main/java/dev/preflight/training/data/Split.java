package dev.preflight.training.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A division of item indices into training and validation, each ascending.
 *
 * @param train indices of the training items
 * @param validation indices of the validation items
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
public record Split(int[] train, int[] validation) {

  /** The last {@code count} items, in file order, are held out. */
  public static Split last(int size, int count) {
    return new Split(
        IntStream.range(0, size - count).toArray(), IntStream.range(size - count, size).toArray());
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
        IntStream.range(0, ids.length).filter(i -> held[i]).toArray());
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
