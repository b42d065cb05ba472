package dev.preflight.sanity.data;

import dev.preflight.reports.Picture;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.program.Augmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Pictures of the data, to be looked at: nothing finds a wrong crop, a swapped channel or a label
 * of the row above as surely as eyes do. All together stay below 300 KB.
 */
final class DataPictures {

  private static final int FED_BYTES = 150_000;
  private static final int AUGMENTED_BYTES = 70_000;
  private static final int COMPLAINT_BYTES = 50_000;

  /** Items looked through for some of each class. */
  private static final int LOOKED_THROUGH = 5_000;

  private static final int MOST_PICTURES = 40;
  private static final int MOST_EACH = 4;
  private static final int AUGMENTED = 6;
  private static final int DRAWS = 3;

  private DataPictures() {}

  /** Some of each class as the net is fed with them, and some raw beside augmented. */
  static void add(DataLab lab) {
    if (!lab.options().pictures() || !Thumbnails.canShow(lab.fed().train().features())) {
      return;
    }
    Dataset fed = lab.fed().train();
    List<Integer> chosen = chosen(lab, fed);
    List<Thumbnails.Item> items = new ArrayList<>();
    for (int index : chosen) {
      read(fed, index)
          .ifPresent(batch -> items.add(new Thumbnails.Item(caption(lab, index), row(batch, 0))));
    }
    boolean bytes = fed.features().type() == ElementType.UINT8;
    add(
        lab,
        "fed",
        lab.fed().equals(lab.data()) ? "Training items" : "What the net is fed",
        Sentence.of(
            "Training items in the order of their labels, of shape %s.", fed.features().shape()),
        bytes,
        FED_BYTES,
        items);
    lab.augmentation().ifPresent(augmentation -> augmented(lab, fed, chosen, augmentation, bytes));
  }

  /** The items that a finding complains of. */
  static void complaint(
      DataLab lab, String id, String title, Dataset data, List<Thumbnails.Item> items) {
    if (Thumbnails.canShow(data.features())) {
      boolean bytes = data.features().type() == ElementType.UINT8;
      add(lab, id, title, "As they were read.", bytes, COMPLAINT_BYTES, items);
    }
  }

  private static void augmented(
      DataLab lab, Dataset fed, List<Integer> chosen, Augmentation augmentation, boolean bytes) {
    SplittableRandom random = new SplittableRandom(lab.seed());
    List<Thumbnails.Item> items = new ArrayList<>();
    for (int index : chosen.subList(0, Math.min(AUGMENTED, chosen.size()))) {
      Optional<Batch> raw = read(fed, index);
      if (raw.isEmpty()) {
        continue;
      }
      items.add(new Thumbnails.Item(caption(lab, index) + ", raw", row(raw.get(), 0)));
      for (int draw = 0; draw < DRAWS; draw++) {
        Batch changed = augmentation.apply(raw.get(), random);
        items.add(new Thumbnails.Item("augmented", row(changed, 0)));
      }
    }
    add(
        lab,
        "augmented",
        "Raw beside augmented",
        Sentence.of("Each item as it is, and %d draws of the augmentation.", DRAWS),
        bytes,
        AUGMENTED_BYTES,
        items);
  }

  private static void add(
      DataLab lab,
      String id,
      String title,
      String description,
      boolean bytes,
      int budget,
      List<Thumbnails.Item> items) {
    if (items.isEmpty()) {
      return;
    }
    Thumbnails scale = Thumbnails.over(items, bytes);
    List<Picture> drawn = scale.within(budget, items);
    if (!drawn.isEmpty()) {
      lab.pictures(new Pictures(id, title, description + " " + scale.scale(), drawn));
    }
  }

  /** Indices of some items of each class, in the order of classes; of some items at all else. */
  private static List<Integer> chosen(DataLab lab, Dataset fed) {
    int[] looked = new int[Math.min(LOOKED_THROUGH, fed.size())];
    SplittableRandom random = new SplittableRandom(lab.seed());
    int offset = random.nextInt(fed.size());
    for (int i = 0; i < looked.length; i++) {
      looked[i] = (int) (((long) i * fed.size() / looked.length + offset) % fed.size());
    }
    if (!lab.classifies()) {
      List<Integer> some = new ArrayList<>();
      for (int i = 0; i < Math.min(looked.length, MOST_PICTURES / 2); i++) {
        some.add(looked[(int) ((long) i * looked.length / (MOST_PICTURES / 2))]);
      }
      return some.stream().distinct().toList();
    }
    int[] classes = Accuracy.classesOf(lab.data().train().labelsOf(looked));
    TreeMap<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < looked.length; i++) {
      byClass.computeIfAbsent(classes[i], id -> new ArrayList<>()).add(looked[i]);
    }
    int each = Math.max(1, Math.min(MOST_EACH, MOST_PICTURES / byClass.size()));
    List<Integer> chosen = new ArrayList<>();
    byClass.values().stream()
        .limit(MOST_PICTURES)
        .forEach(of -> chosen.addAll(of.subList(0, Math.min(each, of.size()))));
    return chosen;
  }

  private static Optional<Batch> read(Dataset data, int index) {
    try {
      return Optional.of(data.batch(new int[] {index}));
    } catch (InputException e) {
      return Optional.empty(); // Named by D01.
    }
  }

  private static String caption(DataLab lab, int index) {
    HostArray label = lab.data().train().labelsOf(new int[] {index});
    if (!lab.classifies()) {
      return label.size() == 1 ? Sentence.of("%s", label.get(0)) : Sentence.of("item %d", index);
    }
    int id = Accuracy.classesOf(label)[0];
    List<String> names = lab.data().classNames();
    return id >= 0 && id < names.size() ? names.get(id) : Integer.toString(id);
  }

  /** The features of one row of a batch, without the batch dimension. */
  static HostArray row(Batch batch, int row) {
    ArraySpec spec = batch.features().rowSpec();
    return batch.features().rows(row, row + 1).reshape(spec.dimensions());
  }
}
