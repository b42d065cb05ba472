package dev.preflight.sanity.check;

/**
 * Something about the graph that several checks read, and how to make it.
 *
 * <p>{@link Lab#once} makes it for whoever asks first and keeps it. Equal measurements are one, so
 * a measurement is a constant, or a record of what it depends on besides the lab.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface Measurement<T> {
  /** Measures. What it throws is kept too, and thrown again at whoever asks later. */
  T make(Lab lab);
}
