package dev.preflight.sanity.data;

import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Items that were opened one by one, to see whether they can be read.
 *
 * @param items how many were opened
 * @param of how many there are
 * @param damaged those that cannot be read
 */
record Opened(int items, int of, List<Damaged> damaged) {

  /** Items opened of a set whose items are decoded from files, by profile. */
  private static final Map<Profile, Integer> MOST =
      Map.of(Profile.QUICK, 300, Profile.STANDARD, 2_000, Profile.PARANOID, Integer.MAX_VALUE);

  private static final int MOST_ROWS = 1_000;

  /**
   * An item that cannot be read.
   *
   * @param set "train" or "validation"
   * @param index its number in the set
   * @param fault the file and the reason
   */
  record Damaged(String set, int index, String fault) {}

  /** Opens items of a set, spread evenly over it; none where items are in memory. */
  static Opened of(DataLab lab, String set, Dataset data) {
    if (!data.decodes()) {
      return new Opened(0, 0, List.of());
    }
    int count = Math.min(data.size(), MOST.getOrDefault(lab.options().profile(), data.size()));
    List<Damaged> damaged = new ArrayList<>();
    lab.begin("open " + set + " files", count);
    for (int i = 0; i < count; i++) {
      int index = (int) ((long) i * data.size() / count);
      try {
        data.batch(new int[] {index});
      } catch (InputException e) {
        damaged.add(new Damaged(set, index, String.valueOf(e.getMessage())));
      }
      lab.advance(i + 1);
    }
    return new Opened(count, data.size(), damaged);
  }

  boolean anyDamaged() {
    return !damaged.isEmpty();
  }

  /** Those of two sets together. */
  Opened and(Opened other) {
    return new Opened(
        items + other.items,
        of + other.of,
        Stream.concat(damaged.stream(), other.damaged.stream()).toList());
  }

  /** How many were opened, to be added to a scope; empty where nothing needed to be. */
  String scope() {
    return of == 0
        ? ""
        : items == of
            ? Sentence.of("; all %,d files open", of)
            : Sentence.of("; %,d of %,d files opened", items, of);
  }

  Table table() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Damaged item : damaged.subList(0, Math.min(MOST_ROWS, damaged.size()))) {
      rows.add(Table.row(item.set(), item.index(), item.fault()));
    }
    return new Table(
        "unreadable-items",
        "Items that cannot be read",
        List.of(Table.Column.text("set"), Table.Column.number("item"), Table.Column.text("fault")),
        rows);
  }
}
