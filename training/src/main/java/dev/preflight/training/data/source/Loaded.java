package dev.preflight.training.data.source;

import dev.preflight.training.data.Dataset;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a reader hands over: the items, and the validation items if they came apart.
 *
 * @param validation null if the training items are to be split
 * @param validationFrom where the validation items came from; empty if null
 * @param classes number of classes; empty if labels are numbers to predict
 * @param classNames names in id order; empty if there are none
 * @param featureNames names of the columns of a table; empty if there are none
 * @param groups the group of each training item; empty if there are none
 */
record Loaded(
    Dataset train,
    @Nullable Dataset validation,
    String validationFrom,
    OptionalInt classes,
    List<String> classNames,
    List<String> featureNames,
    List<String> groups) {

  /** Judges the labels of both parts by the same rules. */
  static Loaded of(
      LabelRules rules,
      Part train,
      @Nullable Part validation,
      String validationFrom,
      List<String> classNames) {
    LabelRules known = classNames.isEmpty() ? rules : rules.withClasses(classNames.size());
    LabelRules.Resolved trainLabels = known.resolve(train.labels(), train.where(), 0);
    int classes = trainLabels.classes();
    Dataset validationItems = null;
    if (validation != null) {
      LabelRules.Resolved labels = known.resolve(validation.labels(), validation.where(), classes);
      classes = Math.max(classes, labels.classes());
      validationItems = validation.build().apply(labels.labels());
    }
    return new Loaded(
        train.build().apply(trainLabels.labels()),
        validationItems,
        validation == null ? "" : validationFrom,
        classes > 0 ? OptionalInt.of(classes) : OptionalInt.empty(),
        classNames.size() == classes ? classNames : List.of(),
        List.of(),
        List.of());
  }

  Loaded withTable(List<String> names, List<String> newGroups) {
    return new Loaded(train, validation, validationFrom, classes, classNames, names, newGroups);
  }

  Loaded withTrain(Dataset newTrain) {
    return new Loaded(
        newTrain, validation, validationFrom, classes, classNames, featureNames, groups);
  }
}
