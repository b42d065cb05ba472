package dev.preflight.training.data.image;

/**
 * The orientation tag of cameras (Exif 2.32, tag 0x0112): 1 is upright, 2 to 8 are turned or
 * mirrored.
 */
final class Orientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;

  private Orientation() {}

  /**
   * The tag in an Exif block.
   *
   * @param file a file's bytes
   * @param at where its TIFF header begins
   * @return 1 to 8; 1 where there is no tag, or none that can be read
   */
  static int of(byte[] file, int at) {
    boolean bigEndian = at + 1 < file.length && file[at] == 'M';
    Bytes bytes = new Bytes(file, bigEndian);
    try {
      if (bytes.u16(at + 2) != 42) {
        return UPRIGHT;
      }
      int directory = Math.toIntExact(at + bytes.u32(at + 4));
      int entries = bytes.u16(directory);
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + i * ENTRY;
        if (bytes.u16(entry) == TAG) {
          int value = bytes.u16(entry + 8);
          return value >= 1 && value <= 8 ? value : UPRIGHT;
        }
      }
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      // A damaged tag turns no picture.
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  /** Whether width and height change places. */
  static boolean swaps(int orientation) {
    return orientation >= 5;
  }

  /**
   * The stored pixel that an upright one comes from, as {@code y * width + x} of the stored
   * picture.
   *
   * @param width stored width
   * @param height stored height
   */
  static int source(int orientation, int y, int x, int width, int height) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> y * width + x;
    };
  }
}
