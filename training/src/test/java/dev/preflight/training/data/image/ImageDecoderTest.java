package dev.preflight.training.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDecoderTest {
  /** How far JPEG decoders may be from each other: both are within the standard. */
  private static final int LOSSY = 6;

  /** And those of lossy WebP, where one interpolates colour between pixels and the other copies. */
  private static final int LOSSY_WEBP = 12;

  private static byte[] file(String name) {
    try (InputStream in = ImageDecoderTest.class.getResourceAsStream("/images/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pixels(String name, int channels) {
    ImageHead head = ImageHead.of(file(name), name);
    byte[] pixels = new byte[head.height() * head.width() * channels];
    ImageDecoder.decode(
        file(name), name, ImageForm.bytes(head.height(), head.width(), channels), pixels, 0);
    return pixels;
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/images/expected.csv")
  void pixels_areThoseThatPillowReads(
      String name,
      int height,
      int width,
      int y1,
      int x1,
      int r1,
      int g1,
      int b1,
      int y2,
      int x2,
      int r2,
      int g2,
      int b2,
      int y3,
      int x3,
      int r3,
      int g3,
      int b3) {
    ImageHead head = ImageHead.of(file(name), name);
    byte[] pixels = pixels(name, 3);

    assertThat(head.height()).isEqualTo(height);
    assertThat(head.width()).isEqualTo(width);
    int[][] expected = {{y1, x1, r1, g1, b1}, {y2, x2, r2, g2, b2}, {y3, x3, r3, g3, b3}};
    int margin = name.endsWith(".jpg") ? LOSSY : name.startsWith("lossy.") ? LOSSY_WEBP : 1;
    for (int[] pixel : expected) {
      for (int c = 0; c < 3; c++) {
        int actual = pixels[(pixel[0] * width + pixel[1]) * 3 + c] & 0xff;
        assertThat(Math.abs(actual - pixel[2 + c]))
            .as("%s (%d, %d) channel %d: %d", name, pixel[0], pixel[1], c, actual)
            .isLessThanOrEqualTo(margin);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cmyk.jpg, JPEG, 4, false, 8, 1, 1",
    "plain.jpg, JPEG, 3, false, 8, 1, 1",
    "turned6.jpg, JPEG, 3, false, 8, 6, 1",
    "lossy.webp, WEBP, 3, false, 8, 1, 1",
    "alpha.webp, WEBP, 3, true, 8, 1, 1",
    "alpha.png, PNG, 3, true, 8, 1, 1",
    "grey-alpha.png, PNG, 1, true, 8, 1, 1",
    "transparent.png, PNG, 3, true, 4, 1, 1",
    "twelve-bits.png, PNG, 1, false, 16, 1, 1",
    "animated.gif, GIF, 3, false, 8, 1, 2",
    "transparent.gif, GIF, 3, true, 8, 1, 1"
  })
  void heads_sayWhatThePicturesAre(
      String name, ImageKind kind, int colours, boolean alpha, int bits, int tag, int frames) {
    ImageHead head = ImageHead.of(file(name), name);

    assertThat(head.kind()).isEqualTo(kind);
    assertThat(head.colours()).isEqualTo(colours);
    assertThat(head.alpha()).isEqualTo(alpha);
    assertThat(head.bits()).isEqualTo(bits);
    assertThat(head.orientation()).isEqualTo(tag);
    assertThat(head.frames()).isEqualTo(frames);
  }

  @Test
  void alpha_isKeptWhereItHasAChannel() {
    byte[] pixels = pixels("alpha.png", 4);

    assertThat(new int[] {pixels[8], pixels[9], pixels[10], pixels[11]})
        .containsExactly(0, 0, 40, 20);
  }

  @Test
  void sixteenBits_areKept() {
    byte[] file = file("twelve-bits.png");
    float[] pixels = new float[16 * 24];

    ImageDecoder.decode(file, "t", new ImageForm(16, 24, 1, 4_095), pixels, 0);

    assertThat(pixels[23]).isEqualTo(230 * 16 / 4_095f);
    assertThat(ImageDecoder.largest(file, "t")).isEqualTo(230 * 16);
  }

  @Test
  void picturesThatClaimMoreThanTheyCanHave_areRefusedBeforeTheyAreDecoded() {
    byte[] file = file("alpha.png");
    ByteBuffer.wrap(file).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());

    assertThatThrownBy(() -> ImageHead.of(file, "bomb.png"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("bomb.png claims 60000 x 60000 pixels, more than the ");
  }

  @Test
  void picturesWhosePixelsEndEarly_areRefusedSoon() {
    byte[] file = file("lossless.webp");
    // A lossless WebP of 16 x 24 that claims 10,000 x 3,000: its decoder would read on for each.
    int size = 9_999 | 2_999 << 14;
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(21, size);

    assertThatThrownBy(
            () -> ImageDecoder.decode(file, "w.webp", ImageForm.bytes(2, 2, 3), new byte[12], 0))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("w.webp cannot be decoded: ");
  }

  @Test
  void webpThatWasCut_isNamed() {
    byte[] file = file("lossy.webp");

    assertThatThrownBy(() -> ImageHead.of(Arrays.copyOf(file, file.length - 3), "cut.webp"))
        .isInstanceOf(InputException.class)
        .hasMessage("cut.webp cannot be decoded: it is truncated.");
  }

  @Test
  void sidesThatNoPictureHas_areRefused() {
    byte[] file = file("turned6.webp");
    // The canvas of the extended head, less one, in 24 bits each.
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(24, 0xFFFFFF)
        .putShort(27, (short) 0);
    file[29] = 0;

    assertThatThrownBy(() -> ImageHead.of(file, "long.webp"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("16777216 x 1 pixels")
        .hasMessageContaining("sides of 65,535");
  }

  @Test
  void bitmapsThatHoldOtherFiles_areRefused() {
    byte[] file = file("plain.bmp");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(30, 4);

    assertThatThrownBy(() -> ImageHead.of(file, "printer.bmp"))
        .isInstanceOf(InputException.class)
        .hasMessage("printer.bmp cannot be decoded: it holds a JPEG or PNG for a printer.");
  }
}
