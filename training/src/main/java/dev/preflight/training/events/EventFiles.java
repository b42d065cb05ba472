package dev.preflight.training.events;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.format.TfRecordFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.TensorProto;

/**
 * Scalars of TensorBoard's event files: TFRecords of {@code tensorflow.Event}, with scalars as
 * {@code simple_value} (TensorFlow 1, PyTorch) or as tensors of rank 0 (TensorFlow 2, Keras).
 * Histograms, pictures and texts are passed over.
 */
final class EventFiles {

  private EventFiles() {}

  static boolean isEventFile(Path file) {
    return String.valueOf(file.getFileName()).contains("tfevents");
  }

  /**
   * Reads one file as far as it is whole.
   *
   * @param prefix before the names, such as {@code train/}; may be empty
   */
  static void read(Path file, String prefix, LogBuilder log) {
    boolean whole =
        TfRecordFile.scanGrowing(
            file,
            (number, offset, record) -> {
              Event event = parse(file, number, record);
              for (Summary.Value value : event.getSummary().getValueList()) {
                if (isScalar(value)) {
                  String where = file + ", record " + number;
                  log.add(prefix + value.getTag(), event.getStep(), scalar(value), where);
                }
              }
            });
    if (!whole) {
      log.note(file + " ends inside a record, as while it is being written.");
    }
  }

  private static Event parse(Path file, long number, byte[] record) {
    try {
      return Event.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new InputException(
          file + ", record " + number + " is no TensorBoard event.",
          "Name a file that tf.summary or SummaryWriter wrote.",
          e);
    }
  }

  private static boolean isScalar(Summary.Value value) {
    return switch (value.getValueCase()) {
      case SIMPLE_VALUE -> true;
      case TENSOR -> {
        TensorProto tensor = value.getTensor();
        boolean number =
            tensor.getDtype() == DataType.DT_FLOAT || tensor.getDtype() == DataType.DT_DOUBLE;
        yield number && tensor.getTensorShape().getDimCount() == 0;
      }
      default -> false;
    };
  }

  private static double scalar(Summary.Value value) {
    if (value.getValueCase() == Summary.Value.ValueCase.SIMPLE_VALUE) {
      return value.getSimpleValue();
    }
    TensorProto tensor = value.getTensor();
    ByteBuffer content =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (tensor.getDtype() == DataType.DT_DOUBLE) {
      return tensor.getDoubleValCount() > 0
          ? tensor.getDoubleVal(0)
          : content.remaining() >= Double.BYTES ? content.getDouble() : 0;
    }
    // A tensor proto leaves out what repeats, and all of it where it is zero.
    return tensor.getFloatValCount() > 0
        ? tensor.getFloatVal(0)
        : content.remaining() >= Float.BYTES ? content.getFloat() : 0;
  }
}
