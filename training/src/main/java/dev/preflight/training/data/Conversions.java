package dev.preflight.training.data;

import java.util.function.UnaryOperator;

/** The views that change types and the form of labels. */
final class Conversions {
  private Conversions() {}

  static Dataset unitScaled(Dataset dataset) {
    ArraySpec spec = dataset.features();
    if (spec.type() != ElementType.UINT8) {
      return convertedTo(dataset, ElementType.FLOAT32, dataset.labels().type(), LabelForm.asIs());
    }
    return dataset.mapFeatures(
        "unit scale",
        new ArraySpec(ElementType.FLOAT32, spec.shape()),
        features ->
            HostArray.ofFloats(Conversion.unit((byte[]) features.values()), features.shape()));
  }

  static Dataset convertedTo(
      Dataset dataset, ElementType featureType, ElementType labelType, LabelForm form) {
    ArraySpec features = new ArraySpec(featureType, dataset.features().shape());
    ArraySpec labels = formSpec(dataset.labels(), form, labelType);
    if (features.equals(dataset.features()) && labels.equals(dataset.labels())) {
      return dataset;
    }
    UnaryOperator<HostArray> labelTransform =
        array -> converted(shaped(array, form), labelType, "labels");
    return new MappedDataset(
        dataset,
        "convert " + form,
        features,
        labels,
        batch ->
            new Batch(
                converted(batch.features(), featureType, "features"),
                labelTransform.apply(batch.labels())),
        labelTransform);
  }

  private static HostArray converted(HostArray array, ElementType type, String what) {
    try {
      if (array.type() == ElementType.FLOAT64 && type == ElementType.FLOAT32) {
        requireFloats((double[]) array.values());
      }
      return array.to(type);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Cannot feed "
              + what
              + " of type "
              + array.type()
              + " as "
              + type
              + ": "
              + e.getMessage()
              + ".",
          "Change the input's type in the graph, or the data.",
          e);
    }
  }

  /** Rounding a finite number to infinity is no rounding. */
  private static void requireFloats(double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > Float.MAX_VALUE && !Double.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "element " + i + " of the batch is " + values[i] + ", which float32 cannot hold");
      }
    }
  }

  private static ArraySpec formSpec(ArraySpec labels, LabelForm form, ElementType type) {
    if (form instanceof LabelForm.AsIs) {
      return new ArraySpec(type, labels.shape());
    }
    if (labels.rank() > 1) {
      throw new InputException(
          "Labels of shape " + labels.shape() + " per item are neither class ids nor one-hot rows.",
          "Feed them as they are, or give one class per item.");
    }
    if (form instanceof LabelForm.OneHot oneHot) {
      if (labels.size() > 1 && labels.size() != oneHot.classes()) {
        throw new InputException(
            "Labels are rows of "
                + labels.size()
                + " numbers, wanted are "
                + oneHot.classes()
                + " classes.",
            "Give the model as many outputs as the labels have columns.");
      }
      return ArraySpec.of(type, oneHot.classes());
    }
    return ArraySpec.of(type);
  }

  private static HostArray shaped(HostArray labels, LabelForm form) {
    if (form instanceof LabelForm.AsIs) {
      return labels;
    }
    int items = labels.rows();
    int columns = labels.rowSpec().size();
    if (form instanceof LabelForm.OneHot oneHot) {
      return columns > 1 ? labels : oneHot(labels, oneHot.classes());
    }
    return columns > 1 ? classIds(labels, columns) : labels.reshape(items);
  }

  private static HostArray oneHot(HostArray ids, int classes) {
    float[] rows = new float[Math.multiplyExact(ids.rows(), classes)];
    for (int i = 0; i < ids.rows(); i++) {
      double id = ids.get(i);
      if (id != Math.rint(id) || id < 0 || id >= classes) {
        throw new InputException(
            "Label " + Labels.text(id) + " is no class id in [0, " + classes + ").",
            "Number the classes from 0, or give the model more outputs.");
      }
      rows[i * classes + (int) id] = 1;
    }
    return HostArray.ofFloats(rows, ids.rows(), classes);
  }

  private static HostArray classIds(HostArray rows, int classes) {
    int[] ids = new int[rows.rows()];
    for (int i = 0; i < ids.length; i++) {
      int id = Labels.oneHotId(rows, i, classes);
      if (id < 0) {
        throw new InputException(
            "A label row of " + classes + " numbers is not one-hot, so it names no class.",
            "Feed soft labels as they are.");
      }
      ids[i] = id;
    }
    return HostArray.ofInts(ids, ids.length);
  }
}
