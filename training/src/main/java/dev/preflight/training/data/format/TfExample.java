package dev.preflight.training.data.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * One tf.Example: named features, each a list of byte strings, floats or int64.
 *
 * @param features by name: {@code byte[][]}, {@code float[]} or {@code long[]}; an empty list of
 *     unknown kind is a {@code byte[0][]}
 */
public record TfExample(Map<String, Object> features) {

  /** Where a tf.SequenceExample has its lists. */
  private static final int FEATURE_LISTS = 2;

  /**
   * Parses a serialized Example; unknown fields are skipped, and of equal names the last counts.
   *
   * @throws IOException if the bytes are no message of this kind
   */
  public static TfExample parse(byte[] record) throws IOException {
    Example example;
    try {
      example = Example.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("it is no tf.Example: " + e.getMessage(), e);
    }
    if (example.getUnknownFields().hasField(FEATURE_LISTS)) {
      throw new IOException("it is a tf.SequenceExample, which is not read");
    }
    Map<String, Object> found = new TreeMap<>();
    example.getFeatures().getFeatureMap().forEach((name, value) -> found.put(name, values(value)));
    return new TfExample(found);
  }

  private static Object values(Feature feature) {
    return switch (feature.getKindCase()) {
      case BYTES_LIST ->
          feature.getBytesList().getValueList().stream()
              .map(ByteString::toByteArray)
              .toArray(byte[][]::new);
      case FLOAT_LIST -> {
        float[] values = new float[feature.getFloatList().getValueCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = feature.getFloatList().getValue(i);
        }
        yield values;
      }
      case INT64_LIST -> {
        long[] values = new long[feature.getInt64List().getValueCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = feature.getInt64List().getValue(i);
        }
        yield values;
      }
      case KIND_NOT_SET -> new byte[0][];
    };
  }
}
