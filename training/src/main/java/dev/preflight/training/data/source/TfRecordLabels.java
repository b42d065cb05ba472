package dev.preflight.training.data.source;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.Arrays;

/** Collects the labels of records: int64 or float, one number or a row of them per record. */
final class TfRecordLabels {
  private final String key;
  private int columns = -1;
  private boolean floating;
  private double[] values = new double[1024];
  private int filled;

  TfRecordLabels(String key) {
    this.key = key;
  }

  void add(Object label, String place) {
    if (label instanceof byte[][]) {
      throw new InputException(
          place + ": label '" + key + "' is a byte string or empty, not a number.",
          "Name an int64 or float feature with label=.");
    }
    boolean isFloat = label instanceof float[];
    int length = isFloat ? ((float[]) label).length : ((long[]) label).length;
    if (columns < 0) {
      columns = length;
      floating = isFloat;
    }
    if (length == 0 || length != columns || isFloat != floating) {
      throw new InputException(
          place
              + ": label '"
              + key
              + "' has "
              + length
              + (isFloat ? " floats" : " int64")
              + ", the first record "
              + columns
              + (floating ? " floats." : " int64."),
          "Write all labels alike.");
    }
    if (filled + length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, filled + length));
    }
    for (int i = 0; i < length; i++) {
      values[filled++] = isFloat ? ((float[]) label)[i] : exact(((long[]) label)[i], place);
    }
  }

  private double exact(long label, String place) {
    if (Math.abs(label) > 1L << 53) {
      throw new InputException(
          place + ": label " + label + " is beyond 2^53.",
          "Write it as a float, or as a class id.");
    }
    return label;
  }

  /** All labels: [n] if each is one number, else [n, columns]. */
  HostArray array() {
    HostArray all = HostArray.ofDoubles(Arrays.copyOf(values, filled), filled);
    HostArray typed = all.to(floating ? ElementType.FLOAT32 : ElementType.INT64);
    return columns > 1 ? typed.reshape(filled / columns, columns) : typed;
  }
}
