package dev.preflight.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damage done to files, as disks, networks and people do it; the same for the same random. */
final class Mutations {
  private static final long[] NUMBERS = {
    0, 1, -1, 127, 128, 255, 256, 32_767, 65_535, 1L << 31, (1L << 31) - 1, 1L << 40, Long.MAX_VALUE
  };

  private static final String[] WORDS = {
    "null",
    "NaN",
    "1e999",
    "-1",
    "\"\"",
    "[]",
    "{}",
    "\0",
    "\uFFFD",
    "1e-999",
    ",",
    "\n",
    "(",
    "))",
    "%s",
    "999999999999999999999",
    "true",
    "\\u0000",
    "../",
    "=",
    "?"
  };

  private Mutations() {}

  /**
   * One to four kinds of damage to a file.
   *
   * @param other another file of the kind, of which parts may be taken
   */
  static byte[] damaged(byte[] file, byte[] other, boolean text, Random random) {
    byte[] result = file;
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      result = once(result, other, text, random);
    }
    return result;
  }

  private static byte[] once(byte[] file, byte[] other, boolean text, Random random) {
    if (file.length == 0) {
      return other.clone();
    }
    int at = at(file, random);
    return switch (random.nextInt(text ? 9 : 8)) {
      case 0 -> set(file, at, (byte) (file[at] ^ 1 << random.nextInt(8)));
      case 1 -> set(file, at, (byte) random.nextInt(256));
      case 2 -> Arrays.copyOf(file, at);
      case 3 -> without(file, at, 1 + random.nextInt(Math.min(64, file.length - at)));
      case 4 -> with(file, at, part(file, random));
      case 5 -> with(file, at, part(other, random));
      case 6, 7 -> number(file, at, random);
      default ->
          with(file, at, WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8));
    };
  }

  /** A place, half of the time among the first bytes, where heads are. */
  private static int at(byte[] file, Random random) {
    return random.nextInt(random.nextBoolean() ? file.length : Math.min(64, file.length));
  }

  private static byte[] set(byte[] file, int at, byte value) {
    byte[] result = file.clone();
    result[at] = value;
    return result;
  }

  private static byte[] without(byte[] file, int at, int length) {
    byte[] result = new byte[file.length - length];
    System.arraycopy(file, 0, result, 0, at);
    System.arraycopy(file, at + length, result, at, result.length - at);
    return result;
  }

  private static byte[] with(byte[] file, int at, byte[] piece) {
    byte[] result = new byte[file.length + piece.length];
    System.arraycopy(file, 0, result, 0, at);
    System.arraycopy(piece, 0, result, at, piece.length);
    System.arraycopy(file, at, result, at + piece.length, file.length - at);
    return result;
  }

  private static byte[] part(byte[] file, Random random) {
    if (file.length == 0) {
      return file;
    }
    int from = random.nextInt(file.length);
    return Arrays.copyOfRange(file, from, Math.min(file.length, from + 1 + random.nextInt(64)));
  }

  /** A number that programs get wrong, in 2, 4 or 8 bytes of either order. */
  private static byte[] number(byte[] file, int at, Random random) {
    int width = 2 << random.nextInt(3);
    if (at + width > file.length) {
      return set(file, at, (byte) 0xff);
    }
    byte[] result = file.clone();
    ByteBuffer buffer =
        ByteBuffer.wrap(result)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    switch (width) {
      case 2 -> buffer.putShort(at, (short) number);
      case 4 -> buffer.putInt(at, (int) number);
      default -> buffer.putLong(at, number);
    }
    return result;
  }
}
