package dev.preflight.examples.faults;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The drawn digits, with a mistake made in them. */
final class FaultyData {

  /** Take all items. */
  static final int ALL = 0;

  private static final int BROKEN_ITEM = 17;

  private FaultyData() {}

  static TrainingData of(Fault fault, int items) {
    TrainingData digits = DataSpec.open("digits", Path.of(""));
    if (items != ALL) {
      digits =
          with(
              digits,
              first(digits.train(), items),
              first(digits.validation(), Math.max(1, items / 4)));
    }
    return switch (fault) {
      case LABELS_OFF_BY_ONE ->
          with(digits, countedFromOne(digits.train()), countedFromOne(digits.validation()));
      case UNSCALED_TWICE ->
          with(digits, multiplied(digits.train()), multiplied(digits.validation()));
      case NAN_IMAGE ->
          with(digits, withNan(digits.train().unitScaled()), digits.validation().unitScaled());
      case VALIDATION_IN_TRAINING ->
          with(digits, withCopies(digits.train(), digits.validation()), digits.validation());
      case NONE,
          ZERO_INIT,
          DOUBLE_SOFTMAX,
          RELU_LOGITS,
          FROZEN_FIRST_LAYER,
          SUM_LOSS,
          BATCH_MIXED,
          DROPOUT_IN_EVAL,
          NO_ACTIVATIONS ->
          digits;
    };
  }

  private static TrainingData with(TrainingData data, Dataset train, Dataset validation) {
    return new TrainingData(
        train, validation, data.source(), data.split(), data.classes(), data.classNames());
  }

  private static Dataset first(Dataset data, int items) {
    return data.select(IntStream.range(0, Math.min(items, data.size())).toArray());
  }

  private static Dataset countedFromOne(Dataset data) {
    return data.mapBatches(
        "labels + 1",
        data.features(),
        data.labels(),
        batch -> {
          int[] ids = new int[batch.size()];
          for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) batch.labels().get(i) + 1;
          }
          HostArray labels = HostArray.ofInts(ids, ids.length).to(data.labels().type());
          return new Batch(batch.features(), labels);
        });
  }

  private static Dataset multiplied(Dataset data) {
    ArraySpec floats = new ArraySpec(ElementType.FLOAT32, data.features().shape());
    return data.mapFeatures(
        "times 255",
        floats,
        features -> {
          float[] values = features.toFloats().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] *= 255;
          }
          return HostArray.ofFloats(values, features.shape());
        });
  }

  /** The item becomes NaN in its first pixel; items are known by their position in the file. */
  private static Dataset withNan(Dataset data) {
    Batch all = data.batch(IntStream.range(0, data.size()).toArray());
    float[] values = all.features().toFloats().clone();
    values[Math.min(BROKEN_ITEM, data.size() - 1) * data.features().size()] = Float.NaN;
    return Dataset.of(HostArray.ofFloats(values, all.features().shape()), all.labels());
  }

  /** The training items followed by a quarter of the validation items. */
  private static Dataset withCopies(Dataset train, Dataset validation) {
    Batch a = train.batch(IntStream.range(0, train.size()).toArray());
    Batch b = validation.batch(IntStream.range(0, Math.max(1, validation.size() / 4)).toArray());
    return Dataset.buffered(List.of(a, b).iterator(), a.size() + b.size());
  }
}
