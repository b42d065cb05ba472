package dev.preflight.training.data.image;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The kinds of picture files, told by how they begin and not by what they are called. */
public enum ImageKind {
  PNG("PNG", true),
  JPEG("JPEG", true),
  BMP("BMP", true),
  GIF("GIF", true),
  WEBP("WebP", true),
  TIFF("TIFF", false);

  /** The kinds that are read, for messages. */
  public static final String READ = "PNG, JPEG, WebP, GIF and BMP";

  private final String text;
  private final boolean read;

  ImageKind(String text, boolean read) {
    this.text = text;
    this.read = read;
  }

  /** Whether pictures of this kind are decoded here. */
  public boolean isRead() {
    return read;
  }

  /** The kind that these bytes begin like; null if they begin like none. */
  public static @Nullable ImageKind of(byte[] bytes) {
    if (startsWith(bytes, 0x89, 'P', 'N', 'G')) {
      return PNG;
    }
    if (startsWith(bytes, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    if (startsWith(bytes, 'G', 'I', 'F', '8')) {
      return GIF;
    }
    if (startsWith(bytes, 'R', 'I', 'F', 'F')
        && bytes.length >= 12
        && new String(bytes, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP")) {
      return WEBP;
    }
    if (startsWith(bytes, 'I', 'I', '*', 0) || startsWith(bytes, 'M', 'M', 0, '*')) {
      return TIFF;
    }
    return startsWith(bytes, 'B', 'M') && bytes.length > 29 && isBitmapHeader(bytes) ? BMP : null;
  }

  /** Whether these bytes begin like a picture of a kind that is decoded here. */
  public static boolean isPicture(byte[] bytes) {
    ImageKind kind = of(bytes);
    return kind != null && kind.read;
  }

  /** "BM" alone may be chance: the size of the header that follows must be a known one. */
  private static boolean isBitmapHeader(byte[] bytes) {
    Bytes all = new Bytes(bytes, false);
    long header = all.u32(14);
    return header == 12
        || header == 40
        || header == 52
        || header == 56
        || header == 64
        || header == 108
        || header == 124;
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
