package dev.preflight.schedules;

/**
 * A rule that follows a metric, as a pure function from state to state: what a {@link Schedule} is
 * not. The state is a record of all there is to know, so that a run which saved it goes on as if it
 * had never stopped.
 *
 * @param <S> the state
 * @since 0.1
 */
public sealed interface Adaptive<S extends Record> permits ReduceOnPlateau, EarlyStopping {

  /** The state before the first metric. */
  S start();

  /**
   * The state after one more metric.
   *
   * @param metric the metric of this check; NaN and infinite losses are data, see the rule
   */
  S observe(S state, double metric);
}
