package dev.preflight.training.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Builds the hash behind {@link Dataset#fingerprint()}: SHA-256, shortened to 16 hex digits. */
public final class Fingerprint {
  private static final int CHUNK = 1 << 13;

  private final MessageDigest digest;

  /** A hash of nothing yet. */
  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** A text, with its length. */
  public Fingerprint add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** One number. */
  public Fingerprint add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  /** Bytes, with their number. */
  public Fingerprint add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Numbers, with how many they are. */
  public Fingerprint add(int[] numbers) {
    return add(HostArray.ofInts(numbers, numbers.length));
  }

  /** Type, shape and every element. */
  public Fingerprint add(HostArray array) {
    add(array.toString());
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES);
    for (int from = 0; from < array.size(); from += CHUNK) {
      buffer.clear();
      put(array, from, Math.min(CHUNK, array.size() - from), buffer);
      digest.update(buffer.array(), 0, buffer.position());
    }
    return this;
  }

  private static void put(HostArray array, int from, int count, ByteBuffer buffer) {
    switch (array.type()) {
      case UINT8 -> buffer.put((byte[]) array.values(), from, count);
      case INT32 -> {
        buffer.asIntBuffer().put((int[]) array.values(), from, count);
        buffer.position(count * Integer.BYTES);
      }
      case INT64 -> {
        buffer.asLongBuffer().put((long[]) array.values(), from, count);
        buffer.position(count * Long.BYTES);
      }
      case FLOAT32 -> {
        buffer.asFloatBuffer().put((float[]) array.values(), from, count);
        buffer.position(count * Float.BYTES);
      }
      case FLOAT64 -> {
        buffer.asDoubleBuffer().put((double[]) array.values(), from, count);
        buffer.position(count * Double.BYTES);
      }
      case BOOL -> {
        boolean[] values = (boolean[]) array.values();
        for (int i = from; i < from + count; i++) {
          buffer.put((byte) (values[i] ? 1 : 0));
        }
      }
    }
  }

  /** The hash so far behind the given prefix; ends this builder. */
  public String finish(String prefix) {
    return prefix + ":" + HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /** The fingerprint of a view: its parent's prefix, and the parent's hash with a definition. */
  static String ofView(String parent, Fingerprint definition) {
    return definition.add(parent).finish(parent.substring(0, Math.max(0, parent.indexOf(':'))));
  }
}
