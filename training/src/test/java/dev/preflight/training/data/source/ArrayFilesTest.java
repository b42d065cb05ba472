package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.format.NpyReader;
import dev.preflight.training.data.format.RawNumbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NPY and NPZ. */
class ArrayFilesTest {
  private static final byte[] X = TestFiles.npyFloats("(4, 2)", 1, Float.NaN, 3, 4, 5, 6, 7, 8);
  private static final byte[] Y = TestFiles.npyInts(0, 1, 0, 1);

  @TempDir Path dir;

  @BeforeEach
  void writePair() {
    TestFiles.write(dir.resolve("x.npy"), X);
    TestFiles.write(dir.resolve("y.npy"), Y);
  }

  private InputException failsWith(byte[] x) {
    TestFiles.write(dir.resolve("x.npy"), x);
    return TestFiles.openFails(dir, "npy:x.npy,y.npy");
  }

  @Test
  void npy_keepsNan() {
    TrainingData data = DataSpec.open("npy:x.npy,y.npy?validation=last:2", dir);

    Batch train = data.train().batch(new int[] {0, 1});
    assertThat(train.features().toFloats()).containsExactly(1, Float.NaN, 3, 4);
    assertThat((int[]) train.labels().values()).containsExactly(0, 1);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(2));
  }

  @Test
  void oneHotLabels_areClasses_andOtherRowsAreNot() {
    TestFiles.write(dir.resolve("y.npy"), TestFiles.npyFloats("(4, 2)", 1, 0, 0, 1, 1, 0, 0, 1));
    assertThat(DataSpec.open("npy:x.npy,y.npy", dir).classes()).isEqualTo(OptionalInt.of(2));
    assertThat(TestFiles.openFails(dir, "npy:x.npy,y.npy?classes=3"))
        .hasMessageContaining("one-hot rows of 2, but classes=3");

    TestFiles.write(dir.resolve("y.npy"), TestFiles.npyFloats("(4, 2)", 1, 0, 0, 1, 1, 1, 0, 1));
    assertThat(DataSpec.open("npy:x.npy,y.npy", dir).classes()).isEmpty();
    assertThat(TestFiles.openFails(dir, "npy:x.npy,y.npy?task=classification"))
        .hasMessage(
            "The label at "
                + dir.resolve("y.npy")
                + ", index 2 is a row of 2 numbers that is not one-hot.");
  }

  @Test
  void floatLabels_areRegressionUnlessTold() {
    TestFiles.write(dir.resolve("y.npy"), TestFiles.npyFloats("(4,)", 0, 1, 1, 0.5f));
    TrainingData data = DataSpec.open("npy:x.npy,y.npy", dir);
    assertThat(data.classes()).isEmpty();
    assertThat(data.split()).doesNotContain("stratified");
    assertThat(TestFiles.openFails(dir, "npy:x.npy,y.npy?task=classification"))
        .hasMessage("Label 0.5 at " + dir.resolve("y.npy") + ", index 3 is no class id.");
  }

  @Test
  void smallTypes_areWidened() {
    byte[] data = {(byte) 0xff, (byte) 0xff, 0, 0x3c};
    assertThat(read("<u2", data)).containsExactly(65535, 0x3c00);
    assertThat(read("<i2", data)).containsExactly(-1, 0x3c00);
    assertThat(read("<f2", data)).containsExactly(Double.NaN, 1);
    assertThat(read("|i1", data)).containsExactly(-1, -1, 0, 60);
    assertThat(read("|b1", data)).containsExactly(1, 1, 0, 1);
    assertThat(read("<u4", data)).containsExactly(0x3c00ffffL);
    assertThat(RawNumbers.half(1)).isEqualTo(0x1p-24f);
    assertThat(RawNumbers.half(0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(RawNumbers.half(0x7bff)).isEqualTo(65504f);
  }

  private static double[] read(String descr, byte[] data) {
    int width = descr.charAt(2) - '0';
    return NpyReader.read("a", TestFiles.npy(descr, false, "(" + 4 / width + ",)", data))
        .toDoubles();
  }

  @Test
  void brokenNpy_isExplained() {
    String x = dir.resolve("x.npy").toString();
    assertThat(failsWith(new byte[0])).hasMessage(x + " is empty (0 bytes).");
    assertThat(failsWith("hello, world".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage(x + " is no NPY file: it does not begin with \\x93NUMPY.");
    assertThat(failsWith(Arrays.copyOf(X, 9))).hasMessageContaining("ends in its NPY header");
    assertThat(failsWith(Arrays.copyOf(X, 40)))
        .hasMessageContaining("ends in its NPY header, after 40 bytes");
    assertThat(failsWith(Arrays.copyOf(X, X.length - 4)))
        .hasMessage(x + " says <f4[4, 2], which is 32 bytes of data, but has 28.");
    assertThat(failsWith(TestFiles.npy("|O", false, "(4,)", new byte[8])))
        .hasMessage(x + " holds pickled Python objects, not plain numbers.");
    assertThat(failsWith(TestFiles.npy("<U5", false, "(4,)", new byte[80])))
        .hasMessage(x + " holds strings, not plain numbers.");
    assertThat(failsWith(TestFiles.npy("<c8", false, "(4,)", new byte[32])))
        .hasMessage(x + " holds elements of type <c8, not plain numbers.");
    assertThat(failsWith(TestFiles.npyFloats("()", 1)))
        .hasMessageContaining("holds a single number");
    assertThat(failsWith(TestFiles.npyFloats("(3, 1)", 1, 2, 3)))
        .hasMessage(x + " has 3 items, " + dir.resolve("y.npy") + " has 4 labels.");
    byte[] header = X.clone();
    header[12] = '?';
    assertThat(failsWith(header)).hasMessageContaining("damaged NPY header");
  }

  @Test
  void npz_findsKerasNamesAndNamedArrays() {
    TestFiles.write(
        dir.resolve("k.npz"),
        TestFiles.zip(
            Map.of("x_train.npy", X, "y_train.npy", Y, "x_test.npy", X, "y_test.npy", Y)));
    TestFiles.write(dir.resolve("n.npz"), TestFiles.zip(Map.of("images.npy", X, "labels.npy", Y)));

    TestFiles.write(
        dir.resolve("v.npz"),
        TestFiles.zip(Map.of("x_train.npy", X, "y_train.npy", Y, "x_val.npy", X, "y_val.npy", Y)));

    // The test arrays stay unopened; a fifth of the others validates.
    assertThat(DataSpec.open("npz:k.npz", dir).validation().size()).isEqualTo(1);
    assertThat(DataSpec.open("npz:k.npz", dir).reading().notes())
        .anySatisfy(note -> assertThat(note.what()).startsWith("of the test set"));
    assertThat(DataSpec.open("npz:v.npz", dir).validation().size()).isEqualTo(4);
    assertThat(DataSpec.open("npz:k.npz?validation=0.25", dir).validation().size()).isEqualTo(1);
    assertThat(DataSpec.open("npz:n.npz?x=images&y=labels", dir).train().size()).isEqualTo(3);
    InputException e = TestFiles.openFails(dir, "npz:n.npz?x=image&y=labels");
    assertThat(e.getMessage()).contains("has no array 'image'; it has ").contains("images");
    assertThat(e.hint()).contains("Did you mean images?");
  }

  @Test
  void brokenNpz_isExplained() {
    byte[] archive = TestFiles.zip(Map.of("x.npy", X, "y.npy", Arrays.copyOf(Y, Y.length - 2)));
    TestFiles.write(dir.resolve("a.npz"), archive);
    assertThat(TestFiles.openFails(dir, "npz:a.npz"))
        .hasMessage(
            dir.resolve("a.npz") + ": y says <i4[4], which is 16 bytes of data, but has 14.");
    TestFiles.write(dir.resolve("a.npz"), Arrays.copyOf(archive, archive.length / 2));
    assertThat(TestFiles.openFails(dir, "npz:a.npz"))
        .hasMessageContaining("a.npz is no NPZ archive, or is truncated");
    TestFiles.write(dir.resolve("a.npz"), new byte[0]);
    assertThat(TestFiles.openFails(dir, "npz:a.npz")).hasMessageContaining("is empty (0 bytes)");
  }

  private static byte[] npyDoubles(String shape, double... values) {
    ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.asDoubleBuffer().put(values);
    return TestFiles.npy("<f8", false, shape, out.array());
  }

  @Test
  void doublesBeyondFloat32_areDoubted_andNotFedAsInfinity() {
    TestFiles.write(dir.resolve("y.npy"), TestFiles.npyInts(0, 1, 0));
    TestFiles.write(
        dir.resolve("x.npy"),
        npyDoubles("(3, 2)", 1, 2, 3, 1e300, Double.POSITIVE_INFINITY, -1e39));

    TrainingData data = DataSpec.open("npy:x.npy,y.npy?validation=last:1", dir);

    assertThat(data.reading().doubts())
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.what()).startsWith("beyond the 3.4e+38 of float32");
              assertThat(note.count()).isEqualTo(2);
              assertThat(note.where()).endsWith("x.npy, item 1: 1.0E300");
            });
    assertThatThrownBy(() -> data.train().unitScaled().batch(new int[] {0, 1}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("element 3 of the batch is 1.0E300, which float32 cannot hold");
  }

  @Test
  void channelsFirst_areDoubted_moved_orKeptAsTold() {
    float[] pixels = new float[2 * 3 * 8 * 9];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    TestFiles.write(dir.resolve("x.npy"), TestFiles.npyFloats("(2, 3, 8, 9)", pixels));
    TestFiles.write(dir.resolve("y.npy"), TestFiles.npyInts(0, 1));

    TrainingData doubted = DataSpec.open("npy:x.npy,y.npy?validation=last:1", dir);
    TrainingData moved = DataSpec.open("npy:x.npy,y.npy?validation=last:1&layout=nchw", dir);
    TrainingData kept = DataSpec.open("npy:x.npy,y.npy?validation=last:1&layout=keep", dir);

    assertThat(doubted.reading().doubts().get(0).what())
        .startsWith("of shape [2, 3, 8, 9], channels first by the look of it");
    assertThat(moved.train().features()).isEqualTo(ArraySpec.of(ElementType.FLOAT32, 8, 9, 3));
    assertThat(moved.train().batch(new int[] {0}).features().toFloats())
        .startsWith(0, 72, 144, 1, 73, 145)
        .endsWith(71, 143, 215);
    assertThat(moved.reading().doubts()).isEmpty();
    assertThat(kept.reading().doubts()).isEmpty();
    assertThat(kept.train().features().shape()).containsExactly(3, 8, 9);
    assertThat(TestFiles.openFails(dir, "npy:y.npy,y.npy?layout=nchw"))
        .hasMessageContaining("no images [n, channels, height, width]");
  }
}
