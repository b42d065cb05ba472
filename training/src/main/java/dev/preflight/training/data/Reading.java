package dev.preflight.training.data;

import java.util.List;

/**
 * What a reader met between the files and the items: what it read, and all that it skipped,
 * converted, found mixed or missing, or doubts. Nothing is dropped or bent without a note.
 *
 * @param notes in the order to be told
 */
public record Reading(List<Note> notes) {

  /** Of data that was never read from anywhere. */
  public static final Reading NONE = new Reading(List.of());

  /** What became of something. */
  public enum Kind {
    /** Taken as it is. */
    READ,
    /** Taken in another form than it came in. */
    CONVERTED,
    /** Taken, though not of one kind. */
    MIXED,
    /** Left out. */
    SKIPPED,
    /** Not readable, as every run that meets it will find. */
    DAMAGED,
    /** Expected, and not there. */
    MISSING,
    /** Taken one way, where it may be meant another. */
    DOUBTED
  }

  /**
   * One line of what was met.
   *
   * @param kind what became of it
   * @param what the thing, for people, such as {@code "CMYK pictures, converted to RGB"}
   * @param count how many, at least 0
   * @param unit of what, such as {@code "files"} or {@code "rows"}
   * @param where the first places, for people; may be empty
   * @param remedy what to do where this is not meant, a sentence; empty where it is no cause for
   *     doubt. A note with a remedy is worth a warning
   */
  public record Note(Kind kind, String what, long count, String unit, String where, String remedy) {

    public Note {
      if (what.isEmpty() || unit.isEmpty() || count < 0) {
        throw new IllegalArgumentException(
            "a note needs a thing, a unit and a count of at least 0");
      }
    }
  }

  public Reading {
    notes = List.copyOf(notes);
  }

  /** Notes worth a warning, in order. */
  public List<Note> doubts() {
    return notes.stream().filter(note -> !note.remedy().isEmpty()).toList();
  }
}
