package dev.preflight.training.data.source;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.format.RawNumbers;
import dev.preflight.training.data.image.ImageDecoder;
import dev.preflight.training.data.image.ImageForm;
import dev.preflight.training.data.image.ImageKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the feature of every record holds: found out from the first, and held against all. */
sealed interface RecordFeature {
  /** Type and shape of one item. */
  ArraySpec spec();

  /**
   * Checks that a record's value is of this kind.
   *
   * @param value {@code byte[][]}, {@code float[]} or {@code long[]}
   */
  void check(Object value, String place);

  /** Writes a checked value into a primitive array of the item's type. */
  void put(Object value, String place, Object target, int offset);

  /**
   * The kind of a first record's value.
   *
   * @param key the feature's name, for messages
   */
  static RecordFeature of(Object value, String key, Options options, String place) {
    int[] shape = options.sides("shape");
    if (value instanceof byte[][] strings) {
      byte[] bytes = onlyString(strings, key, place);
      String dtype =
          options.word("dtype", RawNumbers.CODES.keySet().toArray(new String[0])).orElse("");
      return dtype.isEmpty() && ImageKind.isPicture(bytes)
          ? Pictures.toBeSurveyed(key, shape, place)
          : Raw.of(bytes, key, dtype, shape, place);
    }
    if (options.has("dtype")) {
      throw new InputException(
          place + ": feature '" + key + "' is a list of numbers, which dtype= is not for.",
          "Leave out dtype=.");
    }
    int length = java.lang.reflect.Array.getLength(value);
    ElementType type = value instanceof float[] ? ElementType.FLOAT32 : ElementType.INT64;
    return new Numbers(key, ArraySpec.of(type, shape.length == 0 ? new int[] {length} : shape));
  }

  private static byte[] onlyString(byte[][] strings, String key, String place) {
    if (strings.length != 1 || strings[0].length == 0) {
      throw new InputException(
          place
              + ": feature '"
              + key
              + "' has "
              + strings.length
              + " byte strings, not one with content.",
          "One raw or encoded image per record is read.");
    }
    return strings[0];
  }

  private static byte[] bytesOf(Object value, String key, String place) {
    if (!(value instanceof byte[][] strings)) {
      throw new InputException(
          place + ": feature '" + key + "' is a list of numbers, the first record's is bytes.",
          "Write all records alike.");
    }
    return onlyString(strings, key, place);
  }

  private static void checkCount(int actual, int wanted, String what, String key, String place) {
    if (actual != wanted) {
      throw new InputException(
          place
              + ": feature '"
              + key
              + "' has "
              + actual
              + " "
              + what
              + ", its shape needs "
              + wanted
              + ".",
          "Correct shape=, or write all records alike.");
    }
  }

  /** A list of floats or int64. */
  record Numbers(String key, ArraySpec spec) implements RecordFeature {
    @Override
    public void check(Object value, String place) {
      boolean floats = spec.type() == ElementType.FLOAT32;
      if (!(floats ? value instanceof float[] : value instanceof long[])) {
        throw new InputException(
            place
                + ": feature '"
                + key
                + "' is no list of "
                + (floats ? "floats" : "int64")
                + ", which the first record has.",
            "Write all records alike.");
      }
      checkCount(
          java.lang.reflect.Array.getLength(value),
          spec.size(),
          floats ? "floats" : "int64",
          key,
          place);
    }

    @Override
    public void put(Object value, String place, Object target, int offset) {
      System.arraycopy(value, 0, target, offset, spec.size());
    }
  }

  /** Numbers as they lay in memory, little-endian. */
  record Raw(String key, String code, ArraySpec spec) implements RecordFeature {
    static Raw of(byte[] bytes, String key, String dtype, int[] shape, String place) {
      ImageKind kind = ImageKind.of(bytes);
      if (dtype.isEmpty() && kind != null) {
        throw new InputException(
            place + " holds a " + kind + " image, which is not read.",
            "Write " + ImageKind.READ + "; if these are numbers, give dtype= and shape=.");
      }
      if (dtype.isEmpty() && (shape.length == 0 || HostArray.product(shape) != bytes.length)) {
        throw new InputException(
            place
                + ": feature '"
                + key
                + "' has "
                + bytes.length
                + " bytes that are no image"
                + (shape.length == 0
                    ? "."
                    : ", its shape needs " + HostArray.product(shape) + " numbers."),
            "Give the type they were written as, dtype=uint8 or dtype=float32 say, and"
                + " shape=HEIGHTxWIDTHxCHANNELS.");
      }
      String code = RawNumbers.CODES.getOrDefault(dtype, "u1");
      int width = RawNumbers.width(code);
      if (shape.length == 0 && bytes.length % width != 0) {
        throw new InputException(
            place + " has " + bytes.length + " bytes, which are no " + dtype + " numbers.",
            "Correct dtype=.");
      }
      int[] sides = shape.length == 0 ? new int[] {bytes.length / width} : shape;
      ElementType type = RawNumbers.read(ByteBuffer.allocate(0), code, new int[] {0}, place).type();
      return new Raw(key, code, ArraySpec.of(type, sides));
    }

    @Override
    public void check(Object value, String place) {
      long wanted = (long) spec.size() * RawNumbers.width(code);
      checkCount(
          bytesOf(value, key, place).length,
          (int) Math.min(wanted, Integer.MAX_VALUE),
          "bytes",
          key,
          place);
    }

    @Override
    public void put(Object value, String place, Object target, int offset) {
      ByteBuffer bytes = ByteBuffer.wrap(bytesOf(value, key, place)).order(ByteOrder.LITTLE_ENDIAN);
      HostArray read = RawNumbers.read(bytes, code, new int[] {spec.size()}, place);
      System.arraycopy(read.values(), 0, target, offset, spec.size());
    }
  }

  /** Encoded pictures. */
  record Pictures(String key, ImageForm form) implements RecordFeature {
    static Pictures toBeSurveyed(String key, int[] shape, String place) {
      boolean fits =
          shape.length == 0
              || (shape.length == 3 && (shape[2] == 1 || shape[2] == 3 || shape[2] == 4));
      if (!fits) {
        throw new InputException(
            place
                + ": feature '"
                + key
                + "' is an encoded image, which shape "
                + HostArray.shapeText(shape)
                + " does not fit.",
            "Give shape=HEIGHTxWIDTHxCHANNELS with 1, 3 or 4 channels.");
      }
      return new Pictures(key, ImageForm.bytes(1, 1, 1));
    }

    @Override
    public ArraySpec spec() {
      return form.spec();
    }

    @Override
    public void check(Object value, String place) {
      if (!ImageKind.isPicture(bytesOf(value, key, place))) {
        throw new InputException(
            place + ": feature '" + key + "' is no encoded image, the first record's is one.",
            "Write all records alike.");
      }
    }

    @Override
    public void put(Object value, String place, Object target, int offset) {
      ImageDecoder.decode(bytesOf(value, key, place), place, form, target, offset);
    }
  }
}
