package dev.preflight.training.data.source;

import dev.preflight.training.data.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a reader meets: the same thing met again is counted. Not thread-safe. */
final class ReadingLog {

  /** Places named of each thing; the count tells of the others. */
  private static final int PLACES = 3;

  private record Key(Reading.Kind kind, String what, String unit) {}

  private static final class Met {
    private long count;
    private String remedy = "";
    private final List<String> places = new ArrayList<>();
  }

  private final Map<Key, Met> all = new LinkedHashMap<>();

  /** Met once more, at a place. */
  void met(Reading.Kind kind, String what, String unit, String place) {
    met(kind, what, unit, 1, place, "");
  }

  /** Met {@code count} times, at no place worth naming. */
  void met(Reading.Kind kind, String what, String unit, long count) {
    met(kind, what, unit, count, "", "");
  }

  /**
   * Met {@code count} times.
   *
   * @param place the first place; empty where there is none to name
   * @param remedy what to do where it is not meant, a sentence; empty where it is no cause for
   *     doubt
   */
  void met(Reading.Kind kind, String what, String unit, long count, String place, String remedy) {
    Met met = all.computeIfAbsent(new Key(kind, what, unit), key -> new Met());
    met.count += count;
    if (!remedy.isEmpty()) {
      met.remedy = remedy;
    }
    if (!place.isEmpty() && met.places.size() < PLACES) {
      met.places.add(place);
    }
  }

  /** A test set that is there and stays unopened. */
  void unopenedTest(String unit, long count, String place) {
    met(
        Reading.Kind.SKIPPED,
        "of the test set, which no check, search or stopping rule opens",
        unit,
        count,
        place,
        "");
  }

  /** All so far, in the order in which each was first met. */
  Reading reading() {
    List<Reading.Note> notes = new ArrayList<>();
    all.forEach(
        (key, met) ->
            notes.add(
                new Reading.Note(
                    key.kind(),
                    key.what(),
                    met.count,
                    key.unit(),
                    String.join(", ", met.places),
                    met.remedy)));
    return new Reading(notes);
  }
}
