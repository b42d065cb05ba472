package dev.preflight.training.data.source;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Labels;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * How to read labels: the {@code task} and {@code classes} options.
 *
 * @param task what the user says the labels are
 * @param classes number of classes, if the user gave it
 */
record LabelRules(Task task, OptionalInt classes) {
  /** Integer labels from here on look like numbers to predict, unless there are as many items. */
  private static final int PLAUSIBLE_CLASSES = 1000;

  /** What labels are for. */
  enum Task {
    /** Integers are class ids, one-hot rows are classes, other numbers are to be predicted. */
    BY_TYPE,
    CLASSIFICATION,
    REGRESSION
  }

  /**
   * Labels in their final form.
   *
   * @param labels int32 class ids [n], or rows [n, ...] as they were
   * @param classes number of classes, 0 if these are numbers to predict
   */
  record Resolved(HostArray labels, int classes) {}

  static LabelRules of(Options options) {
    Task task =
        switch (options.word("task", "classification", "regression").orElse("")) {
          case "classification" -> Task.CLASSIFICATION;
          case "regression" -> Task.REGRESSION;
          default -> Task.BY_TYPE;
        };
    OptionalInt classes = options.positive("classes");
    if (task == Task.REGRESSION && classes.isPresent()) {
      throw new InputException(
          "Data options task=regression and classes=" + classes.getAsInt() + " exclude each other.",
          "Keep the one that you mean.");
    }
    return new LabelRules(task, classes);
  }

  /**
   * These rules for a source that knows how many classes it has; what the user says counts more.
   */
  LabelRules withClasses(int known) {
    return classes.isPresent() || task == Task.REGRESSION
        ? this
        : new LabelRules(task, OptionalInt.of(known));
  }

  /**
   * Checks labels and brings them into their final form.
   *
   * @param raw labels [n] or [n, ...] as a file has them
   * @param where names the place of an item, such as "labels.gz, index 5"
   * @param known number of classes seen in another set of the same source, 0 if none
   * @throws InputException if a label is no class although it should be one
   */
  Resolved resolve(HostArray raw, IntFunction<String> where, int known) {
    int columns = raw.rowSpec().size();
    if (task == Task.REGRESSION) {
      HostArray labels = raw.type().isFloating() ? raw : raw.to(ElementType.FLOAT32);
      return new Resolved(raw.rank() == 2 && columns == 1 ? labels.reshape(raw.rows()) : labels, 0);
    }
    boolean wantsClasses = task == Task.CLASSIFICATION || classes.isPresent();
    if (raw.rank() == 1 || (raw.rank() == 2 && columns == 1)) {
      return raw.type().isFloating() && !wantsClasses
          ? new Resolved(raw.reshape(raw.rows()), 0)
          : ids(raw, where, known);
    }
    if (raw.rank() == 2) {
      return rows(raw, columns, wantsClasses, where);
    }
    if (wantsClasses) {
      throw new InputException(
          "Labels of shape " + raw.rowSpec().shape() + " per item are no classes.",
          "Leave out task= and classes=, or give one class per item.");
    }
    return new Resolved(raw, 0);
  }

  private Resolved rows(
      HostArray raw, int columns, boolean wantsClasses, IntFunction<String> where) {
    for (int row = 0; row < raw.rows(); row++) {
      if (Labels.oneHotId(raw, row, columns) < 0) {
        if (wantsClasses) {
          throw new InputException(
              "The label at "
                  + where.apply(row)
                  + " is a row of "
                  + columns
                  + " numbers that is not one-hot.",
              "Each row needs one 1 and zeros, or leave out task= and classes=.");
        }
        return new Resolved(raw, 0);
      }
    }
    if (classes.isPresent() && classes.getAsInt() != columns) {
      throw new InputException(
          "Labels are one-hot rows of "
              + columns
              + ", but classes="
              + classes.getAsInt()
              + " was given.",
          "Use classes=" + columns + " or leave it out.");
    }
    return new Resolved(raw, columns);
  }

  private Resolved ids(HostArray raw, IntFunction<String> where, int known) {
    int[] ids = new int[raw.rows()];
    double largest = 0;
    int largestRow = 0;
    for (int row = 0; row < ids.length; row++) {
      double id = raw.get(row);
      if (id != Math.rint(id) || id < 0 || id >= classes.orElse(Integer.MAX_VALUE)) {
        throw badId(id, where.apply(row));
      }
      if (id > largest) {
        largest = id;
        largestRow = row;
      }
      ids[row] = (int) id;
    }
    if (classes.isEmpty() && largest >= Math.max(PLAUSIBLE_CLASSES, Math.max(known, ids.length))) {
      throw new InputException(
          "Label "
              + Labels.text(largest)
              + " at "
              + where.apply(largestRow)
              + " is too large for a class id among "
              + ids.length
              + " items.",
          "Add task=regression if labels are numbers to predict, or classes=K if it is right.");
    }
    return new Resolved(HostArray.ofInts(ids, ids.length), classes.orElse((int) largest + 1));
  }

  private InputException badId(double id, String place) {
    String label = "Label " + Labels.text(id) + " at " + place;
    if (id != Math.rint(id)) {
      return new InputException(
          label + " is no class id.", "Add task=regression if labels are numbers to predict.");
    }
    return classes.isPresent()
        ? new InputException(
            label
                + " is outside the "
                + classes.getAsInt()
                + " classes 0 to "
                + (classes.getAsInt() - 1)
                + ".",
            "Number the classes from 0, or correct classes=.")
        : new InputException(
            label + " is outside the class ids from 0.",
            "Number the classes from 0, or add task=regression.");
  }
}
