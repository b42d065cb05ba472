package dev.preflight.training.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One tf.Example: named features, each a list of byte strings, floats or int64.
 *
 * @param features by name: {@code byte[][]}, {@code float[]} or {@code long[]}; an empty list of
 *     unknown kind is a {@code byte[0][]}
 */
public record TfExample(Map<String, Object> features) {

  /**
   * Parses a serialized Example; unknown fields are skipped, and of equal names the last counts.
   *
   * @throws IOException if the bytes are no message of this kind
   */
  public static TfExample parse(byte[] record) throws IOException {
    Map<String, Object> found = new TreeMap<>();
    ProtoReader example = ProtoReader.of(record);
    while (example.next()) {
      if (example.is(2, ProtoReader.BYTES)) {
        throw new IOException("it is a tf.SequenceExample, which is not read");
      }
      if (!example.is(1, ProtoReader.BYTES)) {
        example.skip();
        continue;
      }
      ProtoReader features = example.message();
      while (features.next()) {
        if (features.is(1, ProtoReader.BYTES)) {
          addEntry(features.message(), found);
        } else {
          features.skip();
        }
      }
    }
    return new TfExample(found);
  }

  private static void addEntry(ProtoReader entry, Map<String, Object> found) throws IOException {
    String name = "";
    Object value = new byte[0][];
    while (entry.next()) {
      if (entry.is(1, ProtoReader.BYTES)) {
        name = new String(entry.bytes(), StandardCharsets.UTF_8);
      } else if (entry.is(2, ProtoReader.BYTES)) {
        value = feature(entry.message());
      } else {
        entry.skip();
      }
    }
    found.put(name, value);
  }

  private static Object feature(ProtoReader feature) throws IOException {
    Object value = new byte[0][];
    while (feature.next()) {
      if (feature.is(1, ProtoReader.BYTES)) {
        value = byteList(feature.message());
      } else if (feature.is(2, ProtoReader.BYTES)) {
        value = floatList(feature.message());
      } else if (feature.is(3, ProtoReader.BYTES)) {
        value = longList(feature.message());
      } else {
        feature.skip();
      }
    }
    return value;
  }

  private static byte[][] byteList(ProtoReader list) throws IOException {
    byte[][] values = new byte[1][];
    int count = 0;
    while (list.next()) {
      if (list.is(1, ProtoReader.BYTES)) {
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = list.bytes();
      } else {
        list.skip();
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static float[] floatList(ProtoReader list) throws IOException {
    float[] values = new float[list.remaining() / 4 + 1];
    int count = 0;
    while (list.next()) {
      if (list.is(1, ProtoReader.BYTES)) {
        ProtoReader packed = list.message();
        while (packed.remaining() > 0) {
          values[count++] = packed.fixed32();
        }
      } else if (list.is(1, ProtoReader.FIXED32)) {
        values[count++] = list.fixed32();
      } else {
        list.skip();
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static long[] longList(ProtoReader list) throws IOException {
    long[] values = new long[list.remaining() + 1];
    int count = 0;
    while (list.next()) {
      if (list.is(1, ProtoReader.BYTES)) {
        ProtoReader packed = list.message();
        while (packed.remaining() > 0) {
          values[count++] = packed.varint();
        }
      } else if (list.is(1, ProtoReader.VARINT)) {
        values[count++] = list.varint();
      } else {
        list.skip();
      }
    }
    return Arrays.copyOf(values, count);
  }
}
