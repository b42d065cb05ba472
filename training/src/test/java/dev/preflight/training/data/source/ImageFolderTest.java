package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.image.ImageDecoder;
import dev.preflight.training.data.image.ImageForm;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFolderTest {
  private static final int GREY = BufferedImage.TYPE_BYTE_GRAY;
  private static final int RGB = BufferedImage.TYPE_INT_RGB;

  @TempDir Path dir;

  private void image(String name, String format, int type, int width, int height, int level) {
    TestFiles.write(dir.resolve(name), TestFiles.image(format, type, width, height, level));
  }

  private void fourImages() {
    image("cat/1.png", "png", GREY, 6, 4, 100);
    image("cat/2.JPG", "jpg", RGB, 12, 8, 200);
    image("dog/1.bmp", "bmp", RGB, 3, 2, 50);
    image("dog/2.png", "png", BufferedImage.TYPE_USHORT_GRAY, 6, 4, 150 * 256);
    TestFiles.write(dir.resolve("dog/.DS_Store"), "x");
    TestFiles.write(dir.resolve("dog/notes.txt"), "x");
  }

  @Test
  void foldersAreClasses_andImagesAreResizedToWhatMostHave() {
    fourImages();

    TrainingData data =
        DataSpec.open("images:.?validation=last:1&depth=8&channels=1&size=4x6", dir);

    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 4, 6, 1));
    Batch batch = data.train().batch(new int[] {0, 1, 2});
    assertThat(batch.labels().toDoubles()).containsExactly(0, 0, 1);
    double[] pixels = batch.features().toDoubles();
    assertThat(Arrays.copyOfRange(pixels, 0, 24)).containsOnly(100);
    assertThat(Arrays.stream(pixels, 24, 48).allMatch(p -> Math.abs(p - 200) <= 2)).isTrue();
    assertThat(Arrays.copyOfRange(pixels, 48, 72)).containsOnly(50);
    assertThat(data.validation().batch(new int[] {0}).features().toDoubles()).containsOnly(150);
    assertThat(data.train().fingerprint()).startsWith("files:");
  }

  @Test
  void sizeAndChannels_canBeGiven() {
    fourImages();

    TrainingData data = DataSpec.open("images:.?size=5x7&channels=3&scale=unit", dir);

    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.FLOAT32, 5, 7, 3));
    assertThat(TestFiles.openFails(dir, "images:.?size=5"))
        .hasMessageContaining("size=5 is not height and width");
    assertThat(TestFiles.openFails(dir, "images:.?size=5x0")).hasMessageContaining("size=5x0");
    assertThat(TestFiles.openFails(dir, "images:.?channels=2"))
        .hasMessageContaining("channels=2 is not one of 1, 3, 4");
  }

  @Test
  void resizing_averagesStripesInsteadOfSkippingThem() {
    BufferedImage stripes = new BufferedImage(64, 64, GREY);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        stripes.getRaster().setSample(x, y, 0, x % 2 * 200);
      }
    }
    byte[] pixels = new byte[64];

    ImageDecoder.decode(TestFiles.encode("png", stripes), "s", ImageForm.bytes(8, 8, 1), pixels, 0);

    for (byte pixel : pixels) {
      assertThat(pixel & 0xff).isBetween(95, 105);
    }
  }

  @Test
  void colour_becomesGreyByLuma_andGreyBecomesColour() {
    BufferedImage green = new BufferedImage(1, 1, RGB);
    green.setRGB(0, 0, 0x00ff00);
    byte[] one = new byte[1];
    byte[] three = new byte[3];

    ImageDecoder.decode(TestFiles.encode("png", green), "g", ImageForm.bytes(1, 1, 1), one, 0);
    ImageDecoder.decode(
        TestFiles.image("png", GREY, 1, 1, 77), "g", ImageForm.bytes(1, 1, 3), three, 0);

    assertThat(one[0] & 0xff).isEqualTo(150);
    assertThat(three).containsExactly(77, 77, 77);
  }

  @Test
  void testFolders_stayUnopened_andDevValidates() {
    image("train/cat/1.png", "png", RGB, 4, 4, 1);
    image("dev/cat/1.png", "png", RGB, 4, 4, 2);
    TestFiles.write(dir.resolve("test/cat/1.png"), "not a picture");

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.train().size()).isEqualTo(1);
    assertThat(data.split()).contains("dev");
    assertThat(note(data, "of the test set").where()).endsWith("test");
    assertThat(data.reading().notes()).noneMatch(n -> n.kind() == Reading.Kind.DAMAGED);
  }

  @Test
  void trainAndVal_areFoundAndMayMissAClass() {
    image("train/cat/1.png", "png", RGB, 4, 4, 1);
    image("train/dog/1.png", "png", RGB, 4, 4, 2);
    image("val/dog/1.png", "png", RGB, 4, 4, 3);

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(Labels.ids(data.validation())).containsExactly(1);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(2));
    assertThat(data.split()).contains("val");
    image("val/emu/1.png", "png", RGB, 4, 4, 3);
    assertThat(TestFiles.openFails(dir, "images:.")).hasMessageContaining("emu is a class that");
  }

  @Test
  void emptyClassFolder_isNamedWithWhatItHas() {
    fourImages();
    TestFiles.write(dir.resolve("emu/1.tiff"), "x");
    assertThat(TestFiles.openFails(dir, "images:."))
        .hasMessageContaining("emu has no images, only .tiff.");
    assertThat(dir.resolve("emu/1.tiff").toFile().delete()).isTrue();
    assertThat(TestFiles.openFails(dir, "images:."))
        .hasMessageContaining("emu has no images, it is empty.");
  }

  @Test
  void directoryWithoutClasses_isExplained() {
    image("1.png", "png", RGB, 4, 4, 1);
    assertThat(TestFiles.openFails(dir, "images:.")).hasMessageContaining("has no class folders");
    assertThat(TestFiles.openFails(dir, "images:1.png"))
        .hasMessageContaining("is a file, not a directory");
    assertThat(TestFiles.openFails(dir, "images:none"))
        .hasMessageContaining("There is no directory");
  }

  @ParameterizedTest
  @CsvSource({"png, 0.5", "jpg, 0.5", "bmp, 0.5", "png, 0.01", "jpg, 0.02", "bmp, 0.001", "png, 0"})
  void truncatedImage_isNamed(String format, double share) {
    BufferedImage noise = new BufferedImage(40, 40, RGB);
    for (int i = 0; i < 1600; i++) {
      noise.setRGB(i % 40, i / 40, i * 7919 & 0xffffff);
    }
    byte[] whole = TestFiles.encode(format, noise);
    image("cat/0.png", "png", RGB, 4, 4, 1);
    image("cat/1.png", "png", RGB, 4, 4, 1);
    Path broken =
        TestFiles.write(
            dir.resolve("dog/broken." + format),
            Arrays.copyOf(whole, (int) (share * whole.length)));
    Dataset train = DataSpec.open("images:.?validation=1", dir).train();

    assertThatThrownBy(() -> train.batch(Shuffle.identity(train.size())))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            dir.resolve(".").resolve("dog").resolve(broken.getFileName()).toString());
  }

  @Test
  void imageThatIsNone_isNamed() {
    TestFiles.write(dir.resolve("cat/1.png"), "<html>404</html>");

    assertThat(TestFiles.openFails(dir, "images:."))
        .hasMessage(dir.resolve(".").resolve("cat/1.png") + " cannot be decoded: unknown format.");
  }

  @Test
  void fingerprint_followsTheFiles() {
    fourImages();
    String before = DataSpec.open("images:.", dir).train().fingerprint();

    assertThat(DataSpec.open("images:.", dir).train().fingerprint()).isEqualTo(before);
    image("dog/1.bmp", "bmp", RGB, 3, 2, 51);
    assertThat(DataSpec.open("images:.", dir).train().fingerprint()).isNotEqualTo(before);
  }

  private static Reading.Note note(TrainingData data, String part) {
    return data.reading().notes().stream()
        .filter(note -> note.what().contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError(part + " in " + data.reading()));
  }

  @Test
  void sizesThatDiffer_areCounted_andTheCommonestIsTaken() {
    image("a/0.png", "png", GREY, 30, 40, 100);
    for (int i = 1; i < 5; i++) {
      image("a/" + i + ".png", "png", RGB, 8, 6, 100);
    }

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 6, 8, 3));
    Reading.Note size = note(data, "resized");
    assertThat(size.what()).isEqualTo("of 40 x 30, resized to 6 x 8");
    assertThat(size.count()).isEqualTo(1);
    assertThat(size.remedy()).startsWith("Give size=6x8");
    assertThat(note(data, "of grey, beside").count()).isEqualTo(1);
    TrainingData told = DataSpec.open("images:.?size=6x8&channels=3", dir);
    assertThat(told.reading().doubts()).isEmpty();
    assertThat(note(told, "resized").count()).isEqualTo(1);
  }

  @Test
  void sizesOfWhichNoneIsCommon_becomeTheirMedians() {
    for (int i = 0; i < 5; i++) {
      image("a/" + i + ".png", "png", RGB, 10 + i, 30 - i, 100);
    }

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 28, 12, 3));
    assertThat(note(data, "resized").what())
        .isEqualTo("of 4 sizes from 30 x 10 to 26 x 14, resized to 28 x 12");
  }

  @Test
  void sixteenBits_areDividedByTheirRange_orKeptAsTold() {
    for (int i = 0; i < 3; i++) {
      image("a/" + i + ".png", "png", BufferedImage.TYPE_USHORT_GRAY, 4, 4, 4_000);
    }

    TrainingData unit = DataSpec.open("images:.", dir);
    TrainingData raw = DataSpec.open("images:.?scale=none", dir);
    TrainingData bytes = DataSpec.open("images:.?depth=8", dir);

    assertThat(unit.train().batch(new int[] {0}).features().toFloats())
        .containsOnly(4_000 / 4_095f);
    assertThat(note(unit, "16 bits").what())
        .isEqualTo("of 16 bits, up to 4,000 seen, divided by 4,095 to [0, 1]");
    assertThat(raw.train().batch(new int[] {0}).features().toFloats()).containsOnly(4_000);
    assertThat(bytes.train().batch(new int[] {0}).features().toDoubles()).containsOnly(15);
  }

  private void sample(String folder, String... names) {
    for (String name : names) {
      try (InputStream in = ImageFolderTest.class.getResourceAsStream("/images/" + name)) {
        TestFiles.write(
            dir.resolve(folder).resolve(name), Objects.requireNonNull(in, name).readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void conversions_areCounted_andOtherKindsRead() {
    sample("a", "plain.jpg", "cmyk.jpg", "alpha.png", "alpha.webp");
    sample("b", "lossy.webp", "plain.gif", "animated.gif", "turned3.jpg", "turned4.jpg");

    TrainingData data = DataSpec.open("images:.?validation=last:1", dir);
    TrainingData alpha = DataSpec.open("images:.?channels=4&validation=last:1", dir);

    assertThat(data.train().size()).isEqualTo(8);
    assertThat(data.train().batch(Shuffle.identity(8)).features().shape())
        .containsExactly(8, 16, 24, 3);
    assertThat(note(data, "in CMYK, converted to RGB").count()).isEqualTo(1);
    assertThat(note(data, "laid on white (channels=4 keeps it)").count()).isEqualTo(2);
    assertThat(note(data, "turned upright").count()).isEqualTo(2);
    assertThat(note(data, "animated").count()).isEqualTo(1);
    assertThat(data.reading().doubts()).isEmpty();
    assertThat(alpha.train().features().shape().get(2)).isEqualTo(4);
    assertThat(note(alpha, "kept as the fourth channel").count()).isEqualTo(2);
  }

  @Test
  void damagedPictures_areCountedWhenTheFolderIsOpened() {
    fourImages();
    TestFiles.write(dir.resolve("dog/9.png"), "<html>404</html>");
    TestFiles.write(dir.resolve("dog/empty.png"), "");

    Reading.Note damaged = note(DataSpec.open("images:.", dir), "cannot be decoded");

    assertThat(damaged.kind()).isEqualTo(Reading.Kind.DAMAGED);
    assertThat(damaged.count()).isEqualTo(2);
    assertThat(damaged.where()).endsWith("9.png");
  }

  @Test
  void picturesAreOpened_whereDamageIsLookedFor() {
    fourImages();

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.train().decodes()).isTrue();
    assertThat(data.validation().decodes()).isTrue();
  }

  @Test
  void train_isAClassWhereTheOthersAreNoParts() {
    for (String name : List.of("bus", "car", "train")) {
      image(name + "/1.png", "png", RGB, 4, 4, 100);
      image(name + "/2.png", "png", RGB, 4, 4, 100);
    }

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.classNames()).containsExactly("bus", "car", "train");
    assertThat(data.reading().doubts()).isEmpty();
  }

  @Test
  void train_isDoubtedAsAClassWhereItHasFoldersOfItsOwn() {
    image("train/cat/1.png", "png", RGB, 4, 4, 100);
    image("extra/1.png", "png", RGB, 4, 4, 100);

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.classNames()).containsExactly("extra", "train");
    assertThat(data.reading().doubts())
        .singleElement()
        .satisfies(
            note ->
                assertThat(note.what())
                    .isEqualTo("taken for a class, as 'extra' stands beside it"));
  }

  @Test
  void foldersInsideClasses_areReadAndTold_andLeftoversAreNot() {
    image("cat/2021/1.png", "png", RGB, 4, 4, 100);
    image("cat/2022/1.png", "png", RGB, 4, 4, 100);
    image("dog/1.png", "png", RGB, 4, 4, 100);
    TestFiles.write(dir.resolve("__MACOSX/._cat"), "x");

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.train().size() + data.validation().size()).isEqualTo(3);
    assertThat(data.reading().notes())
        .anySatisfy(
            note -> {
              assertThat(note.what()).contains("inside a class folder");
              assertThat(note.count()).isEqualTo(2);
            });
  }

  @Test
  void picturesOfOtherKinds_areCountedForTheirClass() {
    fourImages();
    TestFiles.write(dir.resolve("dog/3.tif"), "II");
    TestFiles.write(dir.resolve("dog/4.TIF"), "II");

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.reading().doubts())
        .filteredOn(note -> note.kind() == Reading.Kind.SKIPPED)
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.what()).isEqualTo("of class 'dog' (.tif is not read)");
              assertThat(note.count()).isEqualTo(2);
            });
  }

  @Test
  void linksInAClass_leadNeitherInCirclesNorNowhere() throws IOException {
    fourImages();
    Files.createSymbolicLink(dir.resolve("cat/up"), Path.of(".."));
    Files.createSymbolicLink(dir.resolve("cat/gone.png"), Path.of("nowhere.png"));

    TrainingData data = DataSpec.open("images:.", dir);

    assertThat(data.train().size() + data.validation().size()).isEqualTo(4);
    assertThat(data.reading().notes())
        .anySatisfy(note -> assertThat(note.what()).isEqualTo("links to nowhere"));
  }

  @Test
  void jpegThatWasCut_isNamedThoughItEndsWithItsMarker() {
    BufferedImage noise = new BufferedImage(40, 40, RGB);
    for (int i = 0; i < 1600; i++) {
      noise.setRGB(i % 40, i / 40, i * 7919 & 0xffffff);
    }
    byte[] whole = TestFiles.encode("jpg", noise);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    image("cat/0.png", "png", RGB, 4, 4, 1);
    image("cat/1.png", "png", RGB, 4, 4, 1);
    TestFiles.write(dir.resolve("dog/cut.jpg"), cut);
    Dataset train = DataSpec.open("images:.?validation=1", dir).train();

    assertThatThrownBy(() -> train.batch(Shuffle.identity(train.size())))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("cut.jpg cannot be decoded: it is truncated.");
  }
}
