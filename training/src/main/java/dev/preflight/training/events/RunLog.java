package dev.preflight.training.events;

import java.util.List;
import java.util.Optional;

/**
 * What one run has logged so far.
 *
 * @param series in the order in which they first appear
 * @param notes what a reader of the log should know, such as that it was resumed: sentences
 */
public record RunLog(List<Series> series, List<String> notes) {

  /** Copies. */
  public RunLog {
    series = List.copyOf(series);
    notes = List.copyOf(notes);
  }

  /** The series of this name. */
  public Optional<Series> find(String name) {
    return series.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** How many points there are, of all series together. */
  public long points() {
    return series.stream().mapToLong(Series::size).sum();
  }
}
