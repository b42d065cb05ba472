package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.TrainingData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
  @TempDir Path dir;

  /** Two records whose planes are 10, 20 and 30. */
  private static byte[] records(int... labels) {
    int header = labels.length / 2;
    byte[] bytes = new byte[2 * (header + 3072)];
    for (int r = 0; r < 2; r++) {
      int at = r * (header + 3072);
      for (int i = 0; i < header; i++) {
        bytes[at + i] = (byte) labels[r * header + i];
      }
      for (int plane = 0; plane < 3; plane++) {
        int from = at + header + plane * 1024;
        Arrays.fill(bytes, from, from + 1024, (byte) (10 * (plane + 1)));
      }
    }
    return bytes;
  }

  @BeforeEach
  void writeSet() {
    for (int i = 1; i <= 5; i++) {
      TestFiles.write(dir.resolve("data_batch_" + i + ".bin"), records(i, 9));
    }
    TestFiles.write(dir.resolve("test_batch.bin"), records(0, 1));
  }

  @Test
  void cifar10_isReadChannelsLast() {
    TrainingData data = DataSpec.open("cifar10:" + dir + "?validation=last:2", Path.of("/"));

    assertThat(data.train().size()).isEqualTo(8);
    assertThat(data.validation().size()).isEqualTo(2);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(10));
    Batch batch = data.train().batch(new int[] {2});
    assertThat(batch.features().shape()).containsExactly(1, 32, 32, 3);
    assertThat((byte[]) batch.features().rows(0, 1).values()).startsWith(10, 20, 30, 10, 20, 30);
    assertThat(batch.labels().get(0)).isEqualTo(2);
    assertThat(DataSpec.open("cifar10:" + dir, dir).validation().size()).isEqualTo(2);
  }

  @Test
  void testSet_staysUnopened() {
    TestFiles.write(dir.resolve("test_batch.bin"), "this would be refused");

    TrainingData data = DataSpec.open("cifar10:.", dir);

    assertThat(data.train().size() + data.validation().size()).isEqualTo(10);
    assertThat(data.split()).startsWith("2 of 10 items (20.0 %) are held out");
    assertThat(data.reading().notes())
        .anySatisfy(
            note -> {
              assertThat(note.what())
                  .isEqualTo("of the test set, which no check, search or stopping rule opens");
              assertThat(note.where()).endsWith("test_batch.bin");
            });
  }

  @Test
  void cifar100_usesFineLabelsAndNames() {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      names.append("class").append(i).append('\n');
    }
    TestFiles.write(dir.resolve("train.bin"), records(3, 42, 5, 99));
    TestFiles.write(dir.resolve("test.bin"), records(3, 0, 5, 1));
    TestFiles.write(dir.resolve("fine_label_names.txt"), names.toString());

    TrainingData data = DataSpec.open("cifar100:.?validation=last:1", dir);

    assertThat(Labels.ids(data.train())).containsExactly(42);
    assertThat(data.classNames()).hasSize(100).contains("class42");
  }

  @Test
  void brokenFiles_areExplained() {
    Path third = dir.resolve("data_batch_3.bin");
    TestFiles.write(third, Arrays.copyOf(records(1, 2), 5000));
    assertThat(TestFiles.openFails(dir, "cifar10:."))
        .hasMessageContaining(
            "data_batch_3.bin has 5000 bytes, no multiple of the record size 3073: it ends in record 1.");
    TestFiles.write(third, records(1, 77));
    assertThat(TestFiles.openFails(dir, "cifar10:."))
        .hasMessageContaining("data_batch_3.bin, record 1 is outside the 10 classes 0 to 9.");
    TestFiles.write(third, new byte[0]);
    assertThat(TestFiles.openFails(dir, "cifar10:.")).hasMessageContaining("is empty (0 bytes)");
    assertThat(third.toFile().delete()).isTrue();
    assertThat(TestFiles.openFails(dir, "cifar10:.")).hasMessageContaining("There is no file");
    assertThat(TestFiles.openFails(dir, "cifar10:test_batch.bin"))
        .hasMessageContaining("is a file, not a directory");
  }
}
