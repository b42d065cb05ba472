package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.TrainingData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** D16: what became of the files on the way to items: nothing is dropped or bent unsaid. */
public final class ReadingCheck implements DataCheck {

  /** Items whose range is told. */
  private static final int RANGE_ITEMS = 200;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D16",
        "data as read",
        "files and rows that were skipped, bent, mixed or taken for something else",
        """
        Counts what the reader skipped, converted, padded, mixed or took for something else \
        on the way from files to items. A loss of items or of precision that nobody asked \
        for is a warning; every conversion is told in the table "Data as read".""",
        "docs/data.md",
        Profile.QUICK);
  }

  @Override
  public Finding judge(DataLab lab) {
    TrainingData data = lab.data();
    lab.table(table(lab));
    DataPictures.add(lab);
    Reading reading = data.reading();
    List<Reading.Note> doubts = worstFirst(reading);
    String items =
        Sentence.of(
            "%,d items to train, %,d to validate", data.train().size(), data.validation().size());
    if (!doubts.isEmpty()) {
      Reading.Note first = doubts.get(0);
      int more = doubts.size() - 1;
      String title =
          Sentence.of(
              "%s%s; %s.",
              told(first), more == 0 ? "" : Sentence.of(", and %d more to look at", more), items);
      // What cannot be read stops every run that meets it.
      boolean stops = first.kind() == Reading.Kind.DAMAGED;
      return (stops ? Findings.fail(this, title) : Findings.warn(this, title))
          .measured((double) first.count())
          .unit(first.unit())
          .where(first.where().isEmpty() ? null : first.where())
          .why(
              stops
                  ? "Files that were cut off while they were copied, or are no pictures."
                  : "Readers guess where files leave room, and a guess that is wrong trains a net"
                      + " on data nobody meant.")
          .fix(first.remedy())
          .build();
    }
    List<String> changed =
        reading.notes().stream()
            .filter(note -> note.kind() != Reading.Kind.READ)
            .map(ReadingCheck::told)
            .toList();
    return changed.isEmpty()
        ? Findings.pass(this, Sentence.of("%s, all as they stand in the files.", items)).build()
        : Findings.info(this, Sentence.of("%s. %s.", items, Sentence.some(changed, 4))).build();
  }

  private static List<Reading.Note> worstFirst(Reading reading) {
    return reading.doubts().stream()
        .sorted(
            Comparator.comparing((Reading.Note note) -> note.kind() != Reading.Kind.DAMAGED)
                .thenComparing(Comparator.comparingLong(Reading.Note::count).reversed()))
        .toList();
  }

  private static String told(Reading.Note note) {
    return Sentence.of(
        "%s: %,d %s %s",
        note.kind().name().toLowerCase(Locale.ROOT),
        note.count(),
        note.count() == 1 && note.unit().endsWith("s")
            ? note.unit().substring(0, note.unit().length() - 1)
            : note.unit(),
        note.what());
  }

  private static Table table(DataLab lab) {
    TrainingData data = lab.data();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(items("train", data.train()));
    rows.add(items("validation", data.validation()));
    rows.add(labels(data));
    String range = range(data.train());
    if (!range.isEmpty()) {
      rows.add(Table.row("read", null, null, range, null, null));
    }
    if (!lab.fed().train().features().equals(data.train().features())) {
      rows.add(
          Table.row(
              "converted",
              data.train().size(),
              "items",
              Sentence.of("features fed as %s%s", form(lab.fed().train()), divided(lab)),
              null,
              null));
    }
    for (Reading.Note note : data.reading().notes()) {
      rows.add(
          Table.row(
              note.kind().name().toLowerCase(Locale.ROOT),
              note.count(),
              note.unit(),
              note.what(),
              note.where().isEmpty() ? null : note.where(),
              note.remedy().isEmpty() ? null : note.remedy()));
    }
    return new Table(
        "data-as-read",
        "Data as read",
        List.of(
            Table.Column.text("what became of it"),
            Table.Column.number("count"),
            Table.Column.text("of"),
            Table.Column.text("what"),
            Table.Column.text("where, first"),
            Table.Column.text("if not meant")),
        rows);
  }

  private static List<@Nullable Object> items(String set, Dataset data) {
    return Table.row("read", data.size(), set + " items", form(data), null, null);
  }

  /** Type and shape of an item, for people. */
  private static String form(Dataset data) {
    ArraySpec features = data.features();
    return Sentence.of(
        "%s of shape %s",
        features.type() == ElementType.UINT8
            ? "bytes"
            : features.type().name().toLowerCase(Locale.ROOT),
        features.shape());
  }

  /** Bytes that a graph takes as floating-point numbers are divided on the way. */
  private static String divided(DataLab lab) {
    return lab.data().train().features().type() == ElementType.UINT8
            && lab.fed().train().features().type().isFloating()
        ? ", bytes divided by 255"
        : "";
  }

  private static List<@Nullable Object> labels(TrainingData data) {
    ArraySpec labels = data.train().labels();
    if (data.classes().isEmpty()) {
      String form =
          Sentence.of(
              "labels: numbers to predict, %s of shape %s",
              labels.type().name().toLowerCase(Locale.ROOT), labels.shape());
      return Table.row("read", labels.size(), "numbers an item", form, null, null);
    }
    int classes = data.classes().getAsInt();
    String form =
        labels.size() == 1
            ? Sentence.of("labels: class ids 0 to %d", classes - 1)
            : Sentence.of("labels: rows of %d, one for each class", classes);
    return Table.row("read", classes, "classes", form, null, null);
  }

  /** The range of features in some items; empty where none of these can be read. */
  private static String range(Dataset data) {
    int items = Math.min(RANGE_ITEMS, data.size());
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < items; i++) {
      try {
        HostArray features =
            data.batch(new int[] {(int) ((long) i * data.size() / items)}).features();
        for (int k = 0; k < features.size(); k++) {
          low = Math.min(low, features.get(k));
          high = Math.max(high, features.get(k));
        }
      } catch (InputException e) {
        // Named by D01.
      }
    }
    return low > high
        ? ""
        : Sentence.of("features from %s to %s (%,d train items looked at)", low, high, items);
  }
}
