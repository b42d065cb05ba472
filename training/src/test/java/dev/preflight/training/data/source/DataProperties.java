package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.Split;
import dev.preflight.training.data.format.NpyReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DataProperties {
  @Property(tries = 300)
  void batchOrder_visitsEachIndexAtMostOnceAnEpochAndDropsOnlyThePartialBatch(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 70) int batchSize) {
    BatchOrder order = new BatchOrder(seed, size, batchSize);
    BatchOrder twin = new BatchOrder(seed, size, batchSize);
    int effective = Math.min(size, batchSize);

    for (int epoch = 0; epoch < 3; epoch++) {
      boolean[] seen = new boolean[size];
      for (int b = 0; b < size / effective; b++) {
        int[] batch = order.next();
        assertThat(batch).hasSize(effective).isEqualTo(twin.next());
        assertThat(order.epoch()).isEqualTo(epoch);
        for (int index : batch) {
          assertThat(seen[index]).isFalse();
          seen[index] = true;
        }
      }
      assertThat(IntStream.range(0, size).filter(i -> !seen[i]).count())
          .isEqualTo(size % effective);
    }
  }

  @Property(tries = 300)
  void stratifiedSplit_isAPartitionThatKeepsShares(
      @ForAll long seed,
      @ForAll @Size(min = 2, max = 300) List<@IntRange(min = 0, max = 6) Integer> labels,
      @ForAll @IntRange(min = 1, max = 99) int percent) {
    int[] ids = labels.stream().mapToInt(Integer::intValue).toArray();
    int count = Math.max(1, ids.length * percent / 100);

    Split split = Split.stratified(ids, 7, count, seed);

    assertThat(split.validation()).hasSize(count).isSorted();
    assertThat(
            IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                .sorted()
                .toArray())
        .isEqualTo(Shuffle.identity(ids.length));
    assertThat(Split.stratified(ids, 7, count, seed).validation()).isEqualTo(split.validation());
    for (int c = 0; c < 7; c++) {
      int id = c;
      long size = Arrays.stream(ids).filter(i -> i == id).count();
      long held = Arrays.stream(split.validation()).filter(i -> ids[i] == id).count();
      double share = (double) size * count / ids.length;
      assertThat((double) held).isGreaterThanOrEqualTo(Math.floor(share));
      // Where a class would give its last training item, others give more than their share.
      assertThat((double) held).isLessThan(share + 8);
    }
  }

  @Property(tries = 200)
  void npy_roundTripsThroughEitherMemoryAndByteOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int a,
      @ForAll @IntRange(min = 1, max = 4) int b,
      @ForAll @IntRange(min = 1, max = 3) int c,
      @ForAll boolean bigEndian,
      @ForAll boolean fortran) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[a * b * c];
    Arrays.setAll(values, i -> Double.longBitsToDouble(random.nextLong()));
    ByteBuffer data =
        ByteBuffer.allocate(8 * values.length)
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int n = 0; n < values.length; n++) {
      int rowMajor = fortran ? (n % a) * b * c + (n / a % b) * c + n / a / b : n;
      data.putDouble(values[rowMajor]);
    }

    HostArray read =
        NpyReader.read(
            "a.npy",
            TestFiles.npy(
                (bigEndian ? ">" : "<") + "f8",
                fortran,
                "(" + a + ", " + b + ", " + c + ")",
                data.array()));

    assertThat(read.shape()).containsExactly(a, b, c);
    assertThat((double[]) read.values()).isEqualTo(values);
  }
}
