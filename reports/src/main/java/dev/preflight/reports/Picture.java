package dev.preflight.reports;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A small picture, as a PNG file that travels inside the document.
 *
 * @param caption what it shows, such as {@code "7"}; read aloud in its place
 * @param width of the file in pixels, at least 1
 * @param height of the file in pixels, at least 1
 * @param png the file in base64
 */
public record Picture(String caption, int width, int height, String png) {

  /** A larger side is no small picture. */
  public static final int MAX_SIDE = 1024;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  /** The first bytes of every PNG file, in base64. */
  private static final String SIGNATURE = "iVBORw0KGg";

  /** Validates. */
  public Picture {
    Require.text(caption, "picture caption");
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a picture's sides must be in [1, %d], were %d x %d",
              MAX_SIDE,
              width,
              height));
    }
    Require.present(png, "picture png");
    if (!png.startsWith(SIGNATURE) || !BASE64.matcher(png).matches()) {
      throw new IllegalArgumentException("a picture's png must be a PNG file in base64");
    }
  }

  /**
   * Encodes a picture.
   *
   * @param pixels rows from the top, {@code 0xRRGGBB} each; {@code width * height} of them
   * @param grey whether all three parts of every pixel are equal, which takes less room
   */
  public static Picture of(String caption, int width, int height, int[] pixels, boolean grey) {
    BufferedImage image =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    if (grey) {
      // Through the raster: setRGB would put grey through a gamma curve.
      int[] samples = new int[pixels.length];
      for (int i = 0; i < pixels.length; i++) {
        samples[i] = pixels[i] & 0xff;
      }
      image.getRaster().setPixels(0, 0, width, height, samples);
    } else {
      image.setRGB(0, 0, width, height, pixels, 0, width);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    String png = Base64.getEncoder().encodeToString(out.toByteArray());
    return new Picture(caption, width, height, png);
  }
}
