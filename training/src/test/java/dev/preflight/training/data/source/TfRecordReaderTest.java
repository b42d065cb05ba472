package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.format.TfExample;
import dev.preflight.training.data.format.TfRecordFile;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordReaderTest {
  @TempDir Path dir;

  private static byte[] raw(int label, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return TestFiles.example(
        Map.of("image", TestFiles.bytesFeature(bytes), "label", TestFiles.longFeature(label)));
  }

  private InputException fails(byte[] file, String options) {
    TestFiles.write(dir.resolve("a.tfrecord"), file);
    return TestFiles.openFails(dir, "tfrecord:a.tfrecord" + options);
  }

  @Test
  void maskedChecksum_agreesWithTheKnownValue() {
    // CRC-32C of "123456789" is e3069283 (RFC 3720 and elsewhere).
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    int unmasked = Integer.rotateLeft(TfRecordFile.maskedCrc(digits, 9) - 0xa282ead8, 15);

    assertThat(unmasked).isEqualTo(0xe3069283);
  }

  @Test
  void rawBytes_areReadInAnyOrderFromSeveralFiles() {
    TestFiles.write(
        dir.resolve("p-1.tfrecord"), TestFiles.tfrecord(raw(0, 1, 2, 3, 4), raw(1, 5, 6, 7, 8)));
    TestFiles.write(dir.resolve("p-2.tfrecord"), TestFiles.tfrecord(raw(2, 9, 10, 11, 200)));

    TrainingData data =
        DataSpec.open("tfrecord:p-?.tfrecord?shape=2x2x1&validation-files=p-*.tfrecord", dir);

    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 2, 2, 1));
    assertThat(data.classes()).isEqualTo(OptionalInt.of(3));
    Batch batch = data.train().batch(new int[] {2, 0, 2});
    assertThat(batch.features().toDoubles())
        .containsExactly(9, 10, 11, 200, 1, 2, 3, 4, 9, 10, 11, 200);
    assertThat(batch.labels().toDoubles()).containsExactly(2, 0, 2);
    assertThat(data.train().fingerprint()).startsWith("files:");
  }

  @Test
  void encodedImages_areDecodedAndResized() {
    byte[] png = TestFiles.image("png", BufferedImage.TYPE_INT_RGB, 4, 6, 90);
    byte[] record =
        TestFiles.example(
            Map.of(
                "image/encoded", TestFiles.bytesFeature(png), "label", TestFiles.longFeature(1)));
    TestFiles.write(dir.resolve("a.tfrecord"), TestFiles.tfrecord(record, record));

    TrainingData plain = DataSpec.open("tfrecord:a.tfrecord?feature=image/encoded", dir);
    TrainingData resized =
        DataSpec.open("tfrecord:a.tfrecord?feature=image/encoded&shape=3x3x1", dir);

    assertThat(plain.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 6, 4, 3));
    assertThat(resized.train().batch(new int[] {0}).features().toDoubles())
        .hasSize(9)
        .containsOnly(90);
  }

  @Test
  void floatsAndTargets_areRead() {
    byte[] record =
        TestFiles.example(
            Map.of("x", TestFiles.floatFeature(1, Float.NaN), "y", TestFiles.floatFeature(0.5f)));
    byte[] ints =
        TestFiles.example(
            Map.of("x", TestFiles.longFeature(-1, 1L << 40), "y", TestFiles.floatFeature(0.5f)));
    TestFiles.write(dir.resolve("f"), TestFiles.tfrecord(record, record));
    TestFiles.write(dir.resolve("i"), TestFiles.tfrecord(ints, ints));

    TrainingData floats = DataSpec.open("tfrecord:f?feature=x&label=y", dir);
    TrainingData longs = DataSpec.open("tfrecord:i?feature=x&label=y", dir);

    assertThat(floats.classes()).isEmpty();
    assertThat(floats.train().batch(new int[] {0}).features().toFloats())
        .containsExactly(1, Float.NaN);
    assertThat((long[]) longs.train().batch(new int[] {0}).features().values())
        .containsExactly(-1, 1L << 40);
  }

  @Test
  void unpackedListsAndUnknownFields_areRead() throws Exception {
    byte[] unpacked = TestFiles.field(3, new byte[] {0x08, 5, 0x08, (byte) 0x80, 1});
    byte[] entry =
        TestFiles.concat(
            TestFiles.field(1, new byte[] {'k'}),
            TestFiles.concat(TestFiles.field(9, new byte[3]), TestFiles.field(2, unpacked)));

    TfExample example = TfExample.parse(TestFiles.field(1, TestFiles.field(1, entry)));

    assertThat((long[]) example.features().get("k")).containsExactly(5, 128);
  }

  @Test
  void damagedFrames_areLocated() {
    byte[] one = TestFiles.tfrecord(raw(0, 1, 2));
    byte[] two = TestFiles.concat(one, one);
    Path file = dir.resolve("a.tfrecord");
    assertThat(fails(new byte[0], "?shape=2")).hasMessage(file + " is empty (0 bytes).");
    assertThat(fails("this is no record file".getBytes(StandardCharsets.US_ASCII), "?shape=2"))
        .hasMessage(file + " is no TFRecord file: the checksum of its first length is wrong.");
    assertThat(fails(TestFiles.gzip(two), "?shape=2"))
        .hasMessage(file + " is a compressed TFRecord file.");
    for (int cut : new int[] {1, 4, 10, one.length - 1}) {
      assertThat(fails(Arrays.copyOf(two, two.length - cut), "?shape=2"))
          .hasMessage(file + " ends inside record 1, which begins at byte " + one.length + ".");
    }
    byte[] flipped = two.clone();
    flipped[one.length + 14] ^= 1;
    assertThat(fails(flipped, "?shape=2"))
        .hasMessage(
            file + ", record 1 at byte " + one.length + " is damaged: its checksum is wrong.");
    flipped = two.clone();
    flipped[one.length + 1] ^= 1;
    assertThat(fails(flipped, "?shape=2"))
        .hasMessageContaining("the checksum of its length is wrong");
  }

  @Test
  void recordsThatAreNoExamples_areNamed() {
    assertThat(fails(TestFiles.tfrecord("junk record".getBytes(StandardCharsets.US_ASCII)), ""))
        .hasMessageContaining("a.tfrecord, record 0 is no tf.Example: ");
  }

  @Test
  void missingKey_listsTheKeysAndTheNearest() {
    InputException e = fails(TestFiles.tfrecord(raw(0, 1, 2)), "?feature=imgae");
    assertThat(e.getMessage()).endsWith("record 0 has no feature 'imgae'; it has image, label.");
    assertThat(e.hint()).startsWith("Did you mean image?");
  }

  @Test
  void itemsThatDisagree_areLocated() {
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2), raw(1, 1, 2, 3)), "?shape=2"))
        .hasMessageContaining("record 1: feature 'image' has 3 bytes, its shape needs 2.");
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2), raw(1, 1, 2)), "?shape=3x1"))
        .hasMessageContaining(
            "record 0: feature 'image' has 2 bytes that are no image, its shape needs 3");
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2), raw(7, 1, 2)), "?classes=2&shape=2"))
        .hasMessage(
            "Label 7 at "
                + dir.resolve("a.tfrecord")
                + ", record 1 is outside the 2 classes 0 to 1.");
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2)), "?label=image"))
        .hasMessageContaining("label 'image' is a byte string or empty");
    assertThat(TestFiles.openFails(dir, "tfrecord:b-*.tfrecord"))
        .hasMessageContaining("matches b-*.tfrecord");
  }

  @Test
  void undecodableImage_isNamedWithItsRecord() {
    byte[] png = TestFiles.image("png", BufferedImage.TYPE_INT_RGB, 40, 40, 90);
    byte[] cut =
        TestFiles.example(
            Map.of(
                "image", TestFiles.bytesFeature(Arrays.copyOf(png, png.length / 2)),
                "label", TestFiles.longFeature(0)));
    TestFiles.write(dir.resolve("a.tfrecord"), TestFiles.tfrecord(cut, cut));
    Dataset train =
        DataSpec.open("tfrecord:a.tfrecord?shape=40x40x3&validation=last:1", dir).train();

    assertThatThrownBy(() -> train.batch(new int[] {0}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.tfrecord, record 0 cannot be decoded");
  }

  @Test
  void batches_canBeReadFromManyThreads() {
    byte[][] records = new byte[64][];
    for (int i = 0; i < records.length; i++) {
      records[i] = raw(i % 2, i, i + 1);
    }
    TestFiles.write(dir.resolve("a.tfrecord"), TestFiles.tfrecord(records));
    Dataset train = DataSpec.open("tfrecord:a.tfrecord?shape=2&validation=last:1", dir).train();

    IntStream.range(0, 500)
        .parallel()
        .map(i -> i % 62)
        .forEach(
            i ->
                assertThat(train.batch(new int[] {i, i + 1}).features().toDoubles())
                    .containsExactly(i, i + 1, i + 1, i + 2));
  }

  @Test
  void shardsThatAreNotThere_areCounted() {
    for (int shard : new int[] {0, 1, 3}) {
      TestFiles.write(
          dir.resolve("d.tfrecord-0000" + shard + "-of-00004"),
          TestFiles.tfrecord(raw(0, 1, 2), raw(1, 3, 4)));
    }

    TrainingData some = DataSpec.open("tfrecord:d.tfrecord-*?shape=2", dir);
    TestFiles.write(
        dir.resolve("d.tfrecord-00002-of-00004"), TestFiles.tfrecord(raw(0, 1, 2), raw(1, 3, 4)));
    TrainingData all = DataSpec.open("tfrecord:d.tfrecord-*?shape=2", dir);

    assertThat(some.reading().doubts())
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.kind()).isEqualTo(Reading.Kind.MISSING);
              assertThat(note.count()).isEqualTo(1);
            });
    assertThat(all.reading().doubts()).isEmpty();
    assertThat(all.train().decodes()).isTrue();
  }

  @Test
  void bytesThatAreNoImage_needTheirTypeOrAShapeThatFits() {
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2, 3, 4)), "").getMessage())
        .endsWith("record 0: feature 'image' has 4 bytes that are no image.");
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2, 3, 4)), "").hint())
        .startsWith("Give the type they were written as, dtype=uint8 or dtype=float32 say");
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2, 3)), "?dtype=float32"))
        .hasMessageEndingWith("has 3 bytes, which are no float32 numbers.");
    assertThat(fails(TestFiles.tfrecord(raw(0, 1, 2, 3)), "?dtype=floot"))
        .hasMessageContaining("dtype=floot is not one of bool, float16");
    TestFiles.write(
        dir.resolve("f.tfrecord"),
        TestFiles.tfrecord(
            raw(0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40), raw(1, 0, 0, 0, 0, 0, 0, 0, 0)));

    TrainingData floats = DataSpec.open("tfrecord:f.tfrecord?dtype=float32&validation=last:1", dir);

    assertThat(floats.train().features()).isEqualTo(ArraySpec.of(ElementType.FLOAT32, 2));
    assertThat(floats.train().batch(new int[] {0}).features().toFloats()).containsExactly(1, 2);
  }

  @Test
  void gifImages_areDecodedAndNotTakenForPixels() {
    byte[] gif = TestFiles.image("gif", BufferedImage.TYPE_INT_RGB, 4, 6, 90);
    byte[] record =
        TestFiles.example(
            Map.of("image", TestFiles.bytesFeature(gif), "label", TestFiles.longFeature(1)));
    TestFiles.write(dir.resolve("g.tfrecord"), TestFiles.tfrecord(record, record));

    TrainingData data = DataSpec.open("tfrecord:g.tfrecord?validation=last:1", dir);

    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 6, 4, 3));
    assertThat(data.train().batch(new int[] {0}).features().toDoubles()).containsOnly(90);
  }

  @Test
  void imagesOfKindsThatAreNotRead_areNoPixels() {
    assertThat(fails(TestFiles.tfrecord(raw(0, 'I', 'I', '*', 0, 0, 0)), ""))
        .hasMessageEndingWith(", record 0 holds a TIFF image, which is not read.");
  }

  @Test
  void veryLargeSets_areSampledAllOver() {
    for (int file = 0; file < 3; file++) {
      byte[][] records = new byte[1_000][];
      for (int i = 0; i < records.length; i++) {
        // Sizes that differ, so that no stride finds the beginnings.
        records[i] =
            TestFiles.example(
                Map.of(
                    "image", TestFiles.floatFeature(file, i),
                    "label", TestFiles.longFeature(file),
                    "note", TestFiles.bytesFeature(new byte[i * 37 % 101])));
      }
      TestFiles.write(dir.resolve("s-" + file), TestFiles.tfrecord(records));
    }
    Options options = new Options(Map.of("limit", "300"));
    ReadingLog log = new ReadingLog();
    Map<Integer, List<Float>> met = new TreeMap<>();

    TfRecordSample.of(
            List.of(dir.resolve("s-0"), dir.resolve("s-1"), dir.resolve("s-2")), options, 1_000)
        .scan(
            log,
            (file, number, offset, record) -> {
              float[] values = (float[]) TfRecordReader.parse(record, "r").features().get("image");
              assertThat(values[0]).isEqualTo(file);
              met.computeIfAbsent(file, any -> new ArrayList<>()).add(values[1]);
            });

    assertThat(met.keySet()).containsExactly(0, 1, 2);
    met.values()
        .forEach(
            numbers -> {
              assertThat(numbers).hasSizeBetween(85, 115).isSorted().doesNotHaveDuplicates();
              assertThat(numbers.get(0)).isLessThan(20);
              assertThat(numbers.get(numbers.size() - 1)).isGreaterThan(970);
            });
    assertThat(log.reading().notes())
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.kind()).isEqualTo(Reading.Kind.SKIPPED);
              assertThat(note.count()).isBetween(2_600L, 2_800L);
            });
  }

  @Test
  void sequenceExamples_areRefusedByName() {
    byte[] example = raw(0, 1, 2);
    byte[] sequence = Arrays.copyOf(example, example.length + 2);
    sequence[example.length] = 0x12; // Field 2, of length 0: the feature lists.

    assertThat(fails(TestFiles.tfrecord(sequence), ""))
        .hasMessageEndingWith(
            ", record 0 is no tf.Example: it is a tf.SequenceExample, which is not read.");
  }
}
