package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.format.IdxReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
  @TempDir Path dir;

  @BeforeEach
  void writePair() {
    TestFiles.write(dir.resolve("x"), TestFiles.idx(new byte[10 * 4], 10, 2, 2));
    TestFiles.write(dir.resolve("y"), TestFiles.idx(new byte[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, 10));
  }

  private InputException fails(String spec) {
    return TestFiles.openFails(dir, spec);
  }

  private void images(byte[] content) {
    TestFiles.write(dir.resolve("x"), content);
  }

  @Test
  void imagesAndLabels_arePlainOrZipped() {
    TestFiles.write(dir.resolve("y.gz"), TestFiles.gzip(TestFiles.read(dir.resolve("y"))));

    TrainingData data = DataSpec.open("idx:x,y.gz", dir);

    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 2, 2, 1));
    assertThat(data.train().labels()).isEqualTo(ArraySpec.of(ElementType.INT32));
    assertThat(data.train().size()).isEqualTo(8);
    assertThat(data.validation().size()).isEqualTo(2);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(3));
  }

  @Test
  void everyElementType_isRead() {
    byte[] negative = new byte[8];
    Arrays.fill(negative, (byte) -1);
    assertThat(idx(0x09, negative, 8)).containsOnly(-1);
    assertThat(idx(0x0B, negative, 4)).containsOnly(-1);
    assertThat(idx(0x0C, negative, 2)).containsOnly(-1);
    assertThat(idx(0x0D, ByteBuffer.allocate(8).putFloat(0.5f).putFloat(Float.NaN).array(), 2))
        .containsExactly(0.5, Double.NaN);
    assertThat(idx(0x0E, ByteBuffer.allocate(8).putDouble(1e300).array(), 1))
        .containsExactly(1e300);
  }

  private double[] idx(int type, byte[] data, int count) {
    Path file = TestFiles.write(dir.resolve("t"), TestFiles.idx(type, data, count));
    return IdxReader.read(file).toDoubles();
  }

  @Test
  void separateValidationFiles_areUsed() {
    TrainingData data = DataSpec.open("idx:x,y?validation-images=x&validation-labels=y", dir);

    assertThat(data.train().size()).isEqualTo(10);
    assertThat(data.validation().size()).isEqualTo(10);
    assertThat(data.split()).isEqualTo("The validation set is separate: x.");
    assertThat(fails("idx:x,y?validation-images=x")).hasMessageContaining("go together");
    assertThat(fails("idx:x,y?validation-images=x&validation-labels=y&validation=0.1"))
        .hasMessageContaining("exclude each other");
  }

  @Test
  void missingFile_offersTheNearestName() {
    TestFiles.write(dir.resolve("images.gz"), new byte[1]);

    assertThat(fails("idx:image.gz,y"))
        .hasMessage("There is no file " + dir.resolve("image.gz") + ".");
    assertThat(fails("idx:image.gz,y").hint()).isEqualTo("Did you mean images.gz?");
  }

  @Test
  void directoryInsteadOfFile_isNamed() {
    assertThat(fails("idx:" + dir + ",y")).hasMessage(dir + " is a directory, not a file.");
  }

  @Test
  void unreadableFile_isNamed() {
    boolean changed = dir.resolve("x").toFile().setReadable(false);
    assumeTrue(
        changed && !Files.isReadable(dir.resolve("x")), "this user reads files without permission");

    assertThat(fails("idx:x,y"))
        .hasMessage(dir.resolve("x") + " cannot be read: permission denied.");
  }

  @Test
  void emptyFile_isNamed() {
    images(new byte[0]);

    assertThat(fails("idx:x,y")).hasMessage(dir.resolve("x") + " is empty (0 bytes).");
  }

  @Test
  void wrongMagic_isShown() {
    images("PK\3\4 something else".getBytes(StandardCharsets.US_ASCII));

    assertThat(fails("idx:x,y"))
        .hasMessage(
            dir.resolve("x")
                + " is no IDX file: it begins with 0x504B0304, not 0x00000801 or the like.");
  }

  @Test
  void truncation_isLocatedInMagicHeaderAndData() {
    images(new byte[3]);
    assertThat(fails("idx:x,y")).hasMessageContaining("ends in its 4-byte magic number: 3 bytes");
    images(new byte[] {0, 0, 8, 3, 0, 0});
    assertThat(fails("idx:x,y")).hasMessageContaining("ends in its 3 dimensions: 6 bytes where 16");
    images(Arrays.copyOf(TestFiles.idx(new byte[40], 10, 2, 2), 16 + 30));
    assertThat(fails("idx:x,y"))
        .hasMessage(
            dir.resolve("x")
                + " says [10, 2, 2], which is 40 bytes of data, but has 30: it ends in item 7.");
    images(TestFiles.idx(new byte[41], 10, 2, 2));
    assertThat(fails("idx:x,y")).hasMessageContaining("40 bytes of data, but has 41");
    images(TestFiles.idx(new byte[0], -1, 2));
    assertThat(fails("idx:x,y")).hasMessageContaining("damaged header");
  }

  @Test
  void truncatedOrDamagedGzip_isNamed() {
    byte[] zipped = TestFiles.gzip(TestFiles.read(dir.resolve("x")));
    images(Arrays.copyOf(zipped, zipped.length - 5));
    assertThat(fails("idx:x,y"))
        .hasMessageContaining(
            "ends in the middle of its gzip stream, after " + (zipped.length - 5) + " bytes");
    zipped[12] ^= 0x55;
    images(zipped);
    assertThat(fails("idx:x,y")).hasMessageContaining(dir.resolve("x") + " is a damaged gzip file");
  }

  @Test
  void disagreeingSizes_giveBothNumbers() {
    images(TestFiles.idx(new byte[9 * 4], 9, 2, 2));

    assertThat(fails("idx:x,y"))
        .hasMessage(dir.resolve("x") + " has 9 items, " + dir.resolve("y") + " has 10 labels.");
  }

  @Test
  void fileWithoutItems_isRejected() {
    images(TestFiles.idx(new byte[0], 0, 2, 2));
    TestFiles.write(dir.resolve("y"), TestFiles.idx(new byte[0], 0));

    assertThat(fails("idx:x,y")).hasMessage(dir.resolve("x") + " has no items.");
  }

  @Test
  void labelOutOfRange_isLocated() {
    byte[] large = new byte[20];
    large[8] = 1000 >> 8;
    large[9] = (byte) 1000;
    assertThat(fails("idx:x,y?classes=2"))
        .hasMessage(
            "Label 2 at " + dir.resolve("y") + ", index 2 is outside the 2 classes 0 to 1.");
    TestFiles.write(
        dir.resolve("y"), TestFiles.idx(0x09, new byte[] {0, 1, 2, 3, -1, 0, 0, 0, 0, 0}, 10));
    assertThat(fails("idx:x,y"))
        .hasMessage(
            "Label -1 at " + dir.resolve("y") + ", index 4 is outside the class ids from 0.");
    TestFiles.write(dir.resolve("y"), TestFiles.idx(0x0B, large, 10));
    assertThat(fails("idx:x,y"))
        .hasMessage(
            "Label 1000 at "
                + dir.resolve("y")
                + ", index 4 is too large for a class id among 10 items.");
    assertThat(DataSpec.open("idx:x,y?classes=2000", dir).classes())
        .isEqualTo(OptionalInt.of(2000));
    assertThat(DataSpec.open("idx:x,y?task=regression", dir).classes()).isEmpty();
  }

  @Test
  void imagesGivenAsLabels_areNoClasses() {
    assertThat(fails("idx:x,x?classes=10"))
        .hasMessageContaining("Labels of shape [2, 2] per item are no classes");
  }

  @Test
  void realMnist_opens() {
    Path found = null;
    String property = System.getProperty("preflight.mnist");
    Path up = Path.of("").toAbsolutePath();
    if (property != null) {
      found = Path.of(property);
    }
    for (; found == null && up != null; up = up.getParent()) {
      Path candidate = up.resolveSibling("shared/data/mnist");
      found = Files.isDirectory(candidate) ? candidate : null;
    }
    assumeTrue(
        found != null && Files.isDirectory(found),
        "no MNIST files; give their directory as -Dpreflight.mnist=DIR");

    TrainingData data =
        DataSpec.open("idx:t10k-images-idx3-ubyte.gz,t10k-labels-idx1-ubyte.gz", found);

    assertThat(data.train().size()).isEqualTo(8_000);
    assertThat(data.validation().size()).isEqualTo(2_000);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(10));
    assertThat(data.split())
        .isEqualTo(
            "2,000 of 10,000 items (20.0 %) are held out, chosen at random (seed 1), stratified by class.");
    Batch all = data.train().batch(Shuffle.identity(8_000));
    double mean = Arrays.stream(all.features().toDoubles()).average().orElse(0) / 255;
    assertThat(mean).isBetween(0.12, 0.15);
  }
}
