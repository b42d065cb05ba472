package dev.preflight.training.data.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.preflight.training.data.InputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Decodes pictures into the form that a run wants: upright by their orientation tag, resized where
 * needed, of the wanted channels and depth.
 *
 * <p>Resizing averages over a triangle as wide as two target pixels when shrinking (no aliasing)
 * and interpolates linearly when enlarging; the aspect ratio gives way. Of an animation the first
 * picture is read.
 */
public final class ImageDecoder {
  /** How far from its end a JPEG file may have its end marker; cameras pad. */
  private static final int MARKER_WINDOW = 1024;

  /** The reader of each kind. Looked up once: asking all of them for each picture is slow. */
  private static final Map<ImageKind, ImageReaderSpi> READERS = new EnumMap<>(ImageKind.class);

  private static final ImageReaderSpi CMYK_READER;

  static {
    READERS.put(ImageKind.PNG, ofJdk("png"));
    READERS.put(ImageKind.JPEG, ofJdk("jpeg"));
    READERS.put(ImageKind.BMP, ofJdk("bmp"));
    READERS.put(ImageKind.GIF, ofJdk("gif"));
    READERS.put(ImageKind.WEBP, registered(WebPImageReaderSpi.class));
    CMYK_READER = registered(JPEGImageReaderSpi.class);
  }

  private ImageDecoder() {}

  /**
   * Decodes into {@code target} from {@code offset} on.
   *
   * @param file the file's bytes, whole
   * @param name what messages call the picture
   * @param target of the primitive type of {@link ImageForm#spec}
   * @throws InputException if the picture is damaged, or larger than is decoded
   */
  public static void decode(byte[] file, String name, ImageForm form, Object target, int offset) {
    ImageHead head = ImageHead.of(file, name);
    Picture picture = new Picture(read(file, head, name), form.channels(), form.divisor() != 0);
    float[] row = new float[form.width() * form.channels()];
    Resizer.of(picture, head.orientation(), form)
        .rows(row, y -> put(row, form.divisor(), target, offset + y * row.length));
  }

  private static void put(float[] row, int divisor, Object target, int from) {
    if (divisor == 0) {
      byte[] bytes = (byte[]) target;
      for (int i = 0; i < row.length; i++) {
        bytes[from + i] = (byte) (int) Math.min(255, row[i] + 0.5f);
      }
    } else {
      float[] floats = (float[]) target;
      for (int i = 0; i < row.length; i++) {
        floats[from + i] = row[i] / divisor;
      }
    }
  }

  /** The largest sample of a picture, from 0 to 65,535; of all channels but alpha. */
  public static int largest(byte[] file, String name) {
    ImageHead head = ImageHead.of(file, name);
    Picture picture = new Picture(read(file, head, name), head.channels(), true);
    float[] row = new float[picture.width() * head.channels()];
    float largest = 0;
    for (int y = 0; y < picture.height(); y++) {
      picture.row(y, row, 0);
      for (float value : row) {
        largest = Math.max(largest, value);
      }
    }
    return Math.round(largest);
  }

  private static BufferedImage read(byte[] file, ImageHead head, String name) {
    List<String> warnings = new ArrayList<>();
    ImageReaderSpi spi =
        head.colours() == 4 ? CMYK_READER : Objects.requireNonNull(READERS.get(head.kind()));
    try (WholeFile in = new WholeFile(file)) {
      ImageReader reader = spi.createReaderInstance();
      try {
        reader.setInput(in, true, true);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        if (head.kind() == ImageKind.JPEG && isCut(file, warnings)) {
          throw ImageHead.undecodable(name, "it is truncated", null);
        }
        if (image.getHeight() != head.storedHeight() || image.getWidth() != head.storedWidth()) {
          throw ImageHead.undecodable(name, "it is not of the size that its head says", null);
        }
        return image;
      } finally {
        reader.dispose();
      }
    } catch (InputException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw ImageHead.undecodable(name, "it is truncated", e);
    } catch (OutOfMemoryError e) {
      // One array that a damaged file asks for; nothing else has lost anything.
      throw new InputException(
          name + " takes more memory to decode than Java has.",
          "It is damaged, or larger than its head says; give Java more (PREFLIGHT_OPTS=-Xmx8g).",
          e);
    } catch (IOException | RuntimeException e) {
      // ImageIO throws all kinds of runtime exceptions on damaged files.
      throw ImageHead.undecodable(
          name, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  /** Whether a JPEG ends too early: its decoder fills what is missing with grey and only warns. */
  private static boolean isCut(byte[] file, List<String> warnings) {
    // The words of libjpeg, which are never translated.
    return warnings.stream().anyMatch(warning -> warning.contains("premature end"))
        || (!warnings.isEmpty() && !hasEndMarker(file));
  }

  private static boolean hasEndMarker(byte[] bytes) {
    for (int i = bytes.length - 2; i >= Math.max(0, bytes.length - MARKER_WINDOW); i--) {
      if ((bytes[i] & 0xff) == 0xFF && (bytes[i + 1] & 0xff) == 0xD9) {
        return true;
      }
    }
    return false;
  }

  private static ImageReaderSpi ofJdk(String format) {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      ImageReaderSpi spi = all.next();
      if (spi.getClass().getName().startsWith("com.sun.imageio.")
          && List.of(spi.getFormatNames()).contains(format)) {
        return spi;
      }
    }
    throw new IllegalStateException("this Java has no reader of " + format);
  }

  private static <T extends ImageReaderSpi> T registered(Class<T> type) {
    T spi = IIORegistry.getDefaultInstance().getServiceProviderByClass(type);
    if (spi == null) {
      throw new IllegalStateException(type.getName() + " is not on the class path");
    }
    return spi;
  }
}
