package dev.preflight.training.data.image;

import dev.preflight.training.data.InputException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an encoded picture says, without its pixels being decoded.
 *
 * @param kind kind of file
 * @param height pixels from top to bottom as it is looked at, its orientation applied
 * @param width pixels from left to right as it is looked at
 * @param colours 1 for grey, 3 for colour (a palette counts as colour), 4 for CMYK
 * @param alpha whether it has an alpha channel, or a transparent colour
 * @param bits bits a sample: 8 or fewer, or 16
 * @param orientation the tag of cameras, 1 (upright) to 8
 * @param frames pictures in the file: above 1 if it is animated, of which the first is read
 */
public record ImageHead(
    ImageKind kind,
    int height,
    int width,
    int colours,
    boolean alpha,
    int bits,
    int orientation,
    int frames) {

  /**
   * The longest side that is decoded, as JPEG has it: more rows than this cost too much to resize.
   */
  private static final int LONGEST_SIDE = 65_535;

  /** Most pixels that are decoded. */
  private static final long MOST_PIXELS = 100_000_000;

  /** Bytes that decoding takes for each pixel, with 16 bits a sample. */
  private static final int BYTES_PER_PIXEL = 8;

  /**
   * Reads a head.
   *
   * @param file the file's bytes, whole
   * @param name what messages call the picture
   * @throws InputException if these bytes are no picture that can be read, or it is too large
   */
  public static ImageHead of(byte[] file, String name) {
    ImageKind kind = ImageKind.of(file);
    if (file.length == 0 || kind == null) {
      throw undecodable(name, file.length == 0 ? "it is empty" : "unknown format", null);
    }
    ImageHead head;
    try {
      head =
          switch (kind) {
            case PNG -> HeadReader.png(new Bytes(file, true));
            case JPEG -> HeadReader.jpeg(new Bytes(file, true));
            case BMP -> HeadReader.bmp(new Bytes(file, false));
            case GIF -> HeadReader.gif(new Bytes(file, false));
            case WEBP -> HeadReader.webp(new Bytes(file, false));
            case TIFF -> throw undecodable(name, "TIFF is not read", null);
          };
    } catch (IndexOutOfBoundsException e) {
      throw undecodable(name, "it is truncated", e);
    } catch (IllegalArgumentException e) {
      throw undecodable(name, String.valueOf(e.getMessage()), e);
    }
    long pixels = (long) head.height * head.width;
    long most = Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_PIXEL);
    if (head.height < 1 || head.width < 1) {
      throw undecodable(
          name,
          String.format(Locale.ROOT, "its head says %d x %d pixels", head.height, head.width),
          null);
    }
    if (pixels > most || Math.max(head.height, head.width) > LONGEST_SIDE) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s claims %d x %d pixels, more than the %d million, and sides of %,d, that are"
                  + " decoded here.",
              name,
              head.height,
              head.width,
              most / 1_000_000,
              LONGEST_SIDE),
          "Make it smaller, or cut it into tiles; a file that does not have them is damaged.");
    }
    return head;
  }

  /** Colour channels without alpha: 1 or 3. */
  public int channels() {
    return colours == 1 ? 1 : 3;
  }

  /** Stored width, which is the height of a picture that lies on its side. */
  int storedWidth() {
    return Orientation.swaps(orientation) ? height : width;
  }

  int storedHeight() {
    return Orientation.swaps(orientation) ? width : height;
  }

  static InputException undecodable(String name, String reason, @Nullable Exception cause) {
    String message = name + " cannot be decoded: " + reason + ".";
    String hint = "Replace or remove it; " + ImageKind.READ + " are read.";
    return cause == null
        ? new InputException(message, hint)
        : new InputException(message, hint, cause);
  }
}
