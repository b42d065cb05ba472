package dev.preflight.tuner.runs;

import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.Run;
import dev.preflight.training.data.InputException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a run is to be, as people say it: so many updates, or so many epochs.
 *
 * @param amount above 0 and finite; whole where it counts updates
 * @param unit what it counts
 */
public record Length(double amount, Unit unit) {

  /** What a length counts. */
  public enum Unit {
    UPDATES,
    /** Passes over the training set, of which parts are allowed. */
    EPOCHS
  }

  private static final String EPOCHS = "ep";

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,16}(\\.\\d{1,16})?)(" + EPOCHS + ")?");

  public Length {
    if (!(amount > 0 && amount <= Run.MAX_UPDATES)) {
      throw new IllegalArgumentException(
          "a length must be above 0 and at most 2^53, was " + amount);
    }
    if (unit == Unit.UPDATES && amount != Math.rint(amount)) {
      throw new IllegalArgumentException("updates must be a whole number, was " + amount);
    }
  }

  /**
   * So many updates.
   *
   * @throws IllegalArgumentException if there are fewer than 1 or more than 2^53
   */
  public static Length updates(long updates) {
    if (updates < 1 || updates > Run.MAX_UPDATES) {
      throw new IllegalArgumentException("updates must be in [1, 2^53], was " + updates);
    }
    return new Length(updates, Unit.UPDATES);
  }

  /** So many epochs. */
  public static Length epochs(double epochs) {
    return new Length(epochs, Unit.EPOCHS);
  }

  /**
   * Reads {@code 3000}, {@code 5ep} or {@code 0.5ep}.
   *
   * @throws IllegalArgumentException if the text is no length, or its updates are none or too many
   */
  public static Length parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches() && matcher.group(3) != null) {
      double epochs = Double.parseDouble(matcher.group(1));
      if (epochs > 0) {
        return epochs(epochs);
      }
    } else if (matcher.matches() && matcher.group(2) == null) {
      return updates(Long.parseLong(matcher.group(1)));
    }
    throw new IllegalArgumentException(
        Sentence.of(
            "must be a number of updates such as 3000, or of epochs such as 5ep, was '%s'", text));
  }

  /**
   * The length in updates, at least 1.
   *
   * @param perEpoch updates in one epoch, at least 1
   * @throws InputException if it is longer than any run can be
   */
  public long in(long perEpoch) {
    double updates = unit == Unit.EPOCHS ? Math.rint(amount * perEpoch) : amount;
    if (updates > Run.MAX_UPDATES) {
      throw new InputException(
          Sentence.of("%s of %d updates each are too many", this, perEpoch), "shorten the run");
    }
    return Math.max(1, (long) updates);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    String number = BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
    return unit == Unit.EPOCHS ? number + EPOCHS : number;
  }
}
