package dev.preflight.training.data.source;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG, JPEG and BMP into bytes [height, width, channels], resized where needed.
 *
 * <p>Grey is made from colour with the luma weights 0.299, 0.587, 0.114; transparency is dropped;
 * deeper samples keep their high byte; the orientation tag of cameras is not applied. Resizing
 * averages over a triangle as wide as two target pixels when shrinking (no aliasing) and
 * interpolates linearly when enlarging; the aspect ratio gives way.
 */
final class ImageDecoder {
  /** How far from its end a JPEG file may have its end marker; cameras pad. */
  private static final int MARKER_WINDOW = 1024;

  private ImageDecoder() {}

  /** Whether these bytes begin like an image file of a kind that is decoded here. */
  static boolean isImage(byte[] bytes) {
    return startsWith(bytes, 0x89, 'P', 'N', 'G')
        || startsWith(bytes, 0xFF, 0xD8, 0xFF)
        || (startsWith(bytes, 'B', 'M')
            && bytes.length > 6
            && littleEndian(bytes, 2) == bytes.length);
  }

  /** The kind of image file that these bytes begin like, of those not decoded here; or null. */
  static @Nullable String otherKind(byte[] bytes) {
    if (startsWith(bytes, 'G', 'I', 'F', '8')) {
      return "GIF";
    }
    if (startsWith(bytes, 'R', 'I', 'F', 'F')
        && bytes.length >= 12
        && new String(bytes, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP")) {
      return "WebP";
    }
    return startsWith(bytes, 'I', 'I', '*', 0) || startsWith(bytes, 'M', 'M', 0, '*')
        ? "TIFF"
        : null;
  }

  /** Height, width and channels (1 or 3) of an encoded image. */
  static int[] shape(byte[] encoded, String name) {
    BufferedImage image = read(encoded, name);
    return new int[] {image.getHeight(), image.getWidth(), isGrey(image) ? 1 : 3};
  }

  /**
   * Decodes into {@code target} from {@code offset} on.
   *
   * @param name what messages call the image
   * @param shape wanted height, width and channels (1 or 3)
   */
  static void decode(byte[] encoded, String name, int[] shape, byte[] target, int offset) {
    BufferedImage image = read(encoded, name);
    int channels = shape[2];
    float[] samples = samples(image, channels);
    if (image.getHeight() != shape[0] || image.getWidth() != shape[1]) {
      samples = resizeRows(samples, image.getHeight(), image.getWidth() * channels, shape[0]);
      samples = resizeColumns(samples, shape[0], image.getWidth(), shape[1], channels);
    }
    for (int i = 0; i < samples.length; i++) {
      target[offset + i] = (byte) (int) Math.min(255, samples[i] + 0.5f);
    }
  }

  private static BufferedImage read(byte[] encoded, String name) {
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (encoded.length == 0 || !readers.hasNext()) {
        throw undecodable(name, encoded.length == 0 ? "it is empty" : "unknown format", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        if (startsWith(encoded, 0xFF, 0xD8) && isCut(encoded, warnings)) {
          throw undecodable(name, "it is truncated", null);
        }
        return image;
      } finally {
        reader.dispose();
      }
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO throws all kinds of runtime exceptions on damaged files.
      throw undecodable(
          name, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  private static InputException undecodable(String name, String reason, @Nullable Exception cause) {
    String message = name + " cannot be decoded: " + reason + ".";
    String hint = "Replace or remove it; PNG, JPEG (grey or RGB) and BMP are read.";
    return cause == null
        ? new InputException(message, hint)
        : new InputException(message, hint, cause);
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Samples 0 to 255, row-major, channels innermost. */
  private static float[] samples(BufferedImage image, int channels) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[] samples = new float[HostArray.product(new int[] {height, width, channels})];
    if (isGrey(image)) {
      // Read the raster: getRGB would put grey through a gamma curve.
      Raster raster = image.getRaster();
      int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
      float stretch =
          255f / Math.max(1, (1 << Math.min(8, raster.getSampleModel().getSampleSize(0))) - 1);
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < channels; c++) {
            samples[(y * width + x) * channels + c] = (row[x] >> shift) * stretch;
          }
        }
      }
      return samples;
    }
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int red = row[x] >> 16 & 0xff;
        int green = row[x] >> 8 & 0xff;
        int blue = row[x] & 0xff;
        int at = (y * width + x) * channels;
        if (channels == 1) {
          samples[at] = 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
          samples[at] = red;
          samples[at + 1] = green;
          samples[at + 2] = blue;
        }
      }
    }
    return samples;
  }

  private static float[] resizeRows(float[] source, int from, int width, int to) {
    float[] target = new float[to * width];
    for (int y = 0; y < to; y++) {
      Tap tap = Tap.of(y, from, to);
      for (int i = 0; i < tap.weights.length; i++) {
        int row = (tap.first + i) * width;
        for (int x = 0; x < width; x++) {
          target[y * width + x] += tap.weights[i] * source[row + x];
        }
      }
    }
    return target;
  }

  private static float[] resizeColumns(float[] source, int height, int from, int to, int channels) {
    float[] target = new float[height * to * channels];
    for (int x = 0; x < to; x++) {
      Tap tap = Tap.of(x, from, to);
      for (int y = 0; y < height; y++) {
        for (int i = 0; i < tap.weights.length; i++) {
          int at = (y * from + tap.first + i) * channels;
          for (int c = 0; c < channels; c++) {
            target[(y * to + x) * channels + c] += tap.weights[i] * source[at + c];
          }
        }
      }
    }
    return target;
  }

  /** The source pixels that make one target pixel, and their weights, which sum to 1. */
  @SuppressWarnings("ArrayRecordComponent") // used within one loop, never compared
  private record Tap(int first, float[] weights) {
    static Tap of(int index, int from, int to) {
      double scale = (double) from / to;
      double radius = Math.max(1, scale);
      double centre = (index + 0.5) * scale - 0.5;
      int first = (int) Math.max(0, Math.ceil(centre - radius));
      int last = (int) Math.min(from - 1, Math.floor(centre + radius));
      float[] weights = new float[last - first + 1];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += Math.max(0, 1 - Math.abs(first + i - centre) / radius);
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (Math.max(0, 1 - Math.abs(first + i - centre) / radius) / sum);
      }
      return new Tap(first, weights);
    }
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a JPEG ends too early: its decoder fills what is missing with grey and only warns. */
  private static boolean isCut(byte[] encoded, List<String> warnings) {
    // The words of libjpeg, which are never translated.
    return warnings.stream().anyMatch(warning -> warning.contains("premature end"))
        || (!warnings.isEmpty() && !hasEndMarker(encoded));
  }

  private static boolean hasEndMarker(byte[] bytes) {
    for (int i = bytes.length - 2; i >= Math.max(0, bytes.length - MARKER_WINDOW); i--) {
      if ((bytes[i] & 0xff) == 0xFF && (bytes[i + 1] & 0xff) == 0xD9) {
        return true;
      }
    }
    return false;
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  /** The shape options {@code size=HxW} and {@code channels=1|3} laid over a given shape. */
  static int[] shape(Options options, int[] found) {
    int[] size = options.sides("size");
    if (size.length != 0 && size.length != 2) {
      throw Options.bad("size", options.text("size").orElse(""), "height and width such as 28x28");
    }
    int channels =
        Integer.parseInt(
            options.word("channels", "1", "3").orElse(String.format(Locale.ROOT, "%d", found[2])));
    return size.length == 2
        ? new int[] {size[0], size[1], channels}
        : new int[] {found[0], found[1], channels};
  }
}
