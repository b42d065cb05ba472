package dev.preflight.tuner.insight;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a study came to.
 *
 * @param study its name
 * @param storage where it is kept
 * @param sampler who chose the parameters
 * @param pruner who gave trials up
 * @param directions one an objective, {@code minimize} or {@code maximize}
 * @param ending why it stopped
 * @param best the best trial of a study of one objective; null if none is complete
 * @param front the trials that no other is better than, of a study of several
 * @param trials all of them by number
 * @param seconds of the trials that finished now, and of all else
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TuneResult(
    String study,
    String storage,
    String sampler,
    String pruner,
    List<String> directions,
    String ending,
    @Nullable Best best,
    @Nullable List<Integer> front,
    List<Row> trials,
    Seconds seconds) {

  /**
   * The best trial.
   *
   * @param params by name, in the external form
   */
  public record Best(int number, double value, Map<String, @Nullable Object> params) {}

  /**
   * A trial.
   *
   * @param state {@code complete}, {@code pruned}, {@code fail}, {@code running} or {@code waiting}
   * @param values one an objective; null if it has none
   * @param params by name, in the external form
   * @param failure why it came to nothing; null if it did not
   * @param seconds from its beginning to its end; null if it has not ended
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      int number,
      String state,
      @Nullable List<Double> values,
      Map<String, @Nullable Object> params,
      @Nullable String failure,
      @Nullable Double seconds) {}

  /**
   * Where the time went.
   *
   * @param trials in objectives, summed over workers
   * @param tuner choosing, pruning and keeping, summed over workers
   */
  public record Seconds(double trials, double tuner) {}
}
