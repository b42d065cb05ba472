package dev.preflight.training.data;

/** How labels are presented to a graph. */
public sealed interface LabelForm {
  /** The labels as the dataset holds them. */
  static LabelForm asIs() {
    return new AsIs();
  }

  /** One class id per item, shape []; one-hot labels are turned into the index of their 1. */
  static LabelForm classIds() {
    return new ClassIds();
  }

  /** One row of {@code classes} numbers per item: 1 at the class id, 0 elsewhere. */
  static LabelForm oneHot(int classes) {
    return new OneHot(classes);
  }

  /** See {@link LabelForm#asIs()}. */
  record AsIs() implements LabelForm {}

  /** See {@link LabelForm#classIds()}. */
  record ClassIds() implements LabelForm {}

  /**
   * See {@link LabelForm#oneHot(int)}.
   *
   * @param classes number of classes K, at least 1; ids must lie in [0, K)
   */
  record OneHot(int classes) implements LabelForm {
    /** Checks that there is a class. */
    public OneHot {
      if (classes < 1) {
        throw new IllegalArgumentException("classes must be at least 1, was " + classes);
      }
    }
  }
}
