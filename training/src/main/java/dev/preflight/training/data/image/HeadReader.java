package dev.preflight.training.data.image;

/**
 * Reads heads, kind by kind.
 *
 * <p>Every method throws {@link IndexOutOfBoundsException} where the file is too short, and {@link
 * IllegalArgumentException} with the reason where it is not what it begins like.
 *
 * <p>Source: PNG (W3C, third edition), JPEG (ITU T.81, annex B), GIF 89a, the WebP container (RFC
 * 9649), and the BITMAPINFOHEADER of Windows.
 */
final class HeadReader {
  /** Chunks or segments looked at, so that a file of millions of empty ones ends. */
  private static final int MOST_PARTS = 10_000;

  private HeadReader() {}

  static ImageHead png(Bytes file) {
    if (!file.has(12, "IHDR")) {
      throw new IllegalArgumentException("its first chunk is no IHDR");
    }
    int width = size(file.u32(16));
    int height = size(file.u32(20));
    int bits = file.u8(24);
    int type = file.u8(25);
    boolean alpha = type == 4 || type == 6;
    int orientation = Orientation.UPRIGHT;
    long at = 33;
    for (int i = 0; i < MOST_PARTS && at + 8 <= file.length(); i++) {
      int chunk = (int) at;
      if (file.has(chunk + 4, "IDAT")) {
        break;
      }
      alpha |= file.has(chunk + 4, "tRNS");
      if (file.has(chunk + 4, "eXIf")) {
        orientation = Orientation.of(file.bytes(), chunk + 8);
      }
      at += 12 + file.u32(chunk);
    }
    return upright(
        ImageKind.PNG, height, width, type == 0 || type == 4 ? 1 : 3, alpha, bits, orientation, 1);
  }

  static ImageHead jpeg(Bytes file) {
    int orientation = Orientation.UPRIGHT;
    int at = 2;
    for (int i = 0; i < MOST_PARTS; i++) {
      while (file.u8(at) == 0xFF && file.u8(at + 1) == 0xFF) {
        at++; // fill bytes
      }
      if (file.u8(at) != 0xFF) {
        throw new IllegalArgumentException("it has no marker where one must be, at byte " + at);
      }
      int marker = file.u8(at + 1);
      if (marker == 0xD9 || marker == 0xDA) {
        break;
      }
      if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
        at += 2;
        continue;
      }
      if (isFrame(marker)) {
        int colours = file.u8(at + 9);
        if (colours != 1 && colours != 3 && colours != 4) {
          throw new IllegalArgumentException("it has " + colours + " colour components");
        }
        return upright(
            ImageKind.JPEG,
            file.u16(at + 5),
            file.u16(at + 7),
            colours,
            false,
            file.u8(at + 4),
            orientation,
            1);
      }
      if (marker == 0xE1 && file.has(at + 4, "Exif\0\0")) {
        orientation = Orientation.of(file.bytes(), at + 10);
      }
      at += 2 + file.u16(at + 2);
    }
    throw new IllegalArgumentException("it has no frame");
  }

  /** Start of frame, of which there are many kinds; among them DHT, JPG and DAC, which are none. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  static ImageHead bmp(Bytes file) {
    boolean core = file.u32(14) == 12;
    long compression = core ? 0 : file.u32(30);
    if (compression == 4 || compression == 5) {
      throw new IllegalArgumentException("it holds a JPEG or PNG for a printer");
    }
    if (!core && file.u32(46) > 256) {
      throw new IllegalArgumentException("its palette has " + file.u32(46) + " colours");
    }
    int width = core ? file.u16(18) : (int) file.u32(18);
    int height = core ? file.u16(20) : Math.abs((int) file.u32(22));
    boolean alpha = file.u32(14) >= 56 && file.u16(28) == 32 && file.u32(66) != 0;
    return upright(ImageKind.BMP, height, width, 3, alpha, 8, Orientation.UPRIGHT, 1);
  }

  static ImageHead gif(Bytes file) {
    int width = 0;
    int height = 0;
    int at = 13 + colourTable(file.u8(10));
    boolean alpha = false;
    int frames = 0;
    for (int i = 0; i < MOST_PARTS && at < file.length(); i++) {
      int block = file.u8(at);
      if (block == 0x21) {
        alpha |= frames == 0 && file.u8(at + 1) == 0xF9 && (file.u8(at + 3) & 1) == 1;
        at = afterBlocks(file, at + 2);
      } else if (block == 0x2C) {
        if (frames++ == 0) {
          width = file.u16(at + 5);
          height = file.u16(at + 7);
        }
        at = afterBlocks(file, at + 11 + colourTable(file.u8(at + 9)));
      } else {
        break;
      }
    }
    if (frames == 0) {
      throw new IllegalArgumentException("it holds no picture");
    }
    return upright(ImageKind.GIF, height, width, 3, alpha, 8, Orientation.UPRIGHT, frames);
  }

  private static int colourTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Where the chain of blocks, each with its length before it, ends; the file's end if cut. */
  private static int afterBlocks(Bytes file, int from) {
    int at = from;
    while (at < file.length() && file.u8(at) != 0) {
      at += 1 + file.u8(at);
    }
    return at + 1;
  }

  static ImageHead webp(Bytes file) {
    if (file.u32(4) + 8 > file.length()) {
      throw new IndexOutOfBoundsException("the container is longer than the file");
    }
    if (file.has(12, "VP8 ")) {
      return upright(
          ImageKind.WEBP,
          file.u16(28) & 0x3fff,
          file.u16(26) & 0x3fff,
          3,
          false,
          8,
          Orientation.UPRIGHT,
          1);
    }
    if (file.has(12, "VP8L")) {
      long packed = file.u32(21);
      return upright(
          ImageKind.WEBP,
          (int) (packed >> 14 & 0x3fff) + 1,
          (int) (packed & 0x3fff) + 1,
          3,
          (packed >> 28 & 1) == 1,
          8,
          Orientation.UPRIGHT,
          1);
    }
    if (!file.has(12, "VP8X")) {
      throw new IllegalArgumentException("its first chunk is no VP8");
    }
    boolean alpha = (file.u8(20) & 0x10) != 0;
    int orientation = Orientation.UPRIGHT;
    int frames = 0;
    long at = 12;
    for (int i = 0; i < MOST_PARTS && at + 8 <= file.length(); i++) {
      int chunk = (int) at;
      if (file.has(chunk, "EXIF")) {
        int start = chunk + 8 + (file.has(chunk + 8, "Exif\0\0") ? 6 : 0);
        orientation = Orientation.of(file.bytes(), start);
      }
      frames += file.has(chunk, "ANMF") ? 1 : 0;
      long length = file.u32(chunk + 4);
      at += 8 + length + (length & 1);
    }
    return upright(
        ImageKind.WEBP,
        u24(file, 27) + 1,
        u24(file, 24) + 1,
        3,
        alpha,
        8,
        orientation,
        Math.max(1, frames));
  }

  private static int u24(Bytes file, int at) {
    return file.u16(at) | file.u8(at + 2) << 16;
  }

  private static int size(long side) {
    return (int) Math.min(side, Integer.MAX_VALUE);
  }

  private static ImageHead upright(
      ImageKind kind,
      int height,
      int width,
      int colours,
      boolean alpha,
      int bits,
      int orientation,
      int frames) {
    boolean swaps = Orientation.swaps(orientation);
    return new ImageHead(
        kind,
        swaps ? width : height,
        swaps ? height : width,
        colours,
        alpha,
        bits,
        orientation,
        frames);
  }
}
