package dev.preflight.examples.faults;

import dev.preflight.training.data.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The mistakes that {@link FaultyLenet} can be built with. */
public enum Fault {
  /** No mistake. */
  NONE,
  /** All kernels start at zero. */
  ZERO_INIT,
  /** The logits go through a softmax before the loss, which applies another. */
  DOUBLE_SOFTMAX,
  /** The last layer has a ReLU like the hidden ones. */
  RELU_LOGITS,
  /** A stopGradient behind the first layer. */
  FROZEN_FIRST_LAYER,
  /** The loss is summed over the batch. */
  SUM_LOSS,
  /** Class ids count from 1. */
  LABELS_OFF_BY_ONE,
  /** Inputs of 0 to 255 multiplied by 255 instead of divided. */
  UNSCALED_TWICE,
  /** A reshape before the dense layers mixes the examples of a batch. */
  BATCH_MIXED,
  /** Dropout that is always active. */
  DROPOUT_IN_EVAL,
  /** Hidden layers without their ReLU. */
  NO_ACTIVATIONS,
  /** One pixel of one training image is NaN. */
  NAN_IMAGE,
  /** A quarter of the validation set was copied into the training set. */
  VALIDATION_IN_TRAINING;

  /** The name users write: lower case with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault called {@code id}.
   *
   * @throws InputException naming the nearest known ones
   */
  public static Fault of(String id) {
    for (Fault fault : values()) {
      if (fault.id().equals(id)) {
        return fault;
      }
    }
    throw InputException.unknown("fault", id, ids());
  }

  /** The names of all faults. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Fault::id).toList();
  }
}
