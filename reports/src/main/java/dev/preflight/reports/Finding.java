package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one check found: a sentence with the number measured, the number expected, and what to do.
 *
 * @param id stable name of the check, such as {@code G02}; also the anchor in the HTML report
 * @param name what the check is about in a few words, such as {@code initial loss}; absent in
 *     documents of before 2026-11-27
 * @param status how the check ended
 * @param title one sentence that holds the finding, for a failure with both numbers in it
 * @param measured the number measured, possibly not finite; {@code null} if there is no single one
 * @param expected what was expected, in words or numbers, such as {@code "2.30 (ln 10)"}
 * @param unit unit of {@code measured}
 * @param where tensor, step, file or samples concerned
 * @param why the likely causes, most likely first; for a skipped check the reason
 * @param fix one remedy the engineer can apply
 * @param silence how to accept the finding on purpose
 * @param skipped why it did not run; absent unless skipped, and in documents of version 1
 * @param causedBy id of the finding that probably caused this one too
 * @param source where the rule and its threshold come from
 * @param seconds time the check took, finite and not negative
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String id,
    @Nullable String name,
    Status status,
    String title,
    @Nullable Double measured,
    @Nullable String expected,
    @Nullable String unit,
    @Nullable String where,
    @Nullable String why,
    @Nullable String fix,
    @Nullable String silence,
    @Nullable Skip skipped,
    @Nullable String causedBy,
    @Nullable String source,
    double seconds) {

  /** Validates the required parts. */
  public Finding {
    Require.id(id, "finding id");
    Require.present(status, "finding status");
    Require.text(title, "finding title");
    if (skipped != null && status != Status.SKIP) {
      throw new IllegalArgumentException("only a finding with status skip says why it was skipped");
    }
    if (causedBy != null) {
      Require.id(causedBy, "causedBy");
    }
    Require.seconds(seconds, "seconds");
  }

  /**
   * Starts a finding from its required parts.
   *
   * @param id stable name of the check
   * @param status how it ended
   * @param title one sentence
   * @return a builder whose other parts are absent and whose time is zero
   */
  public static Builder of(String id, Status status, String title) {
    return new Builder(id, status, title);
  }

  /** Starts a finding of a rule, which gives it its id, name and source. */
  public static Builder of(Rule rule, Status status, String title) {
    return new Builder(rule.id(), status, title).name(rule.name()).source(rule.source());
  }

  /** The id with the name, such as {@code G02 initial loss}; the id alone where there is none. */
  public String label() {
    return name == null ? id : id + " " + name;
  }

  /** Collects the optional parts of a finding. */
  public static final class Builder {
    private final String id;
    private final Status status;
    private final String title;
    private @Nullable String name;
    private @Nullable Double measured;
    private @Nullable String expected;
    private @Nullable String unit;
    private @Nullable String where;
    private @Nullable String why;
    private @Nullable String fix;
    private @Nullable String silence;
    private @Nullable Skip skipped;
    private @Nullable String causedBy;
    private @Nullable String source;
    private double seconds;

    private Builder(String id, Status status, String title) {
      this.id = id;
      this.status = status;
      this.title = title;
    }

    /** Sets what the check is about. */
    public Builder name(@Nullable String value) {
      name = value;
      return this;
    }

    /** Sets the number measured; it need not be finite. */
    public Builder measured(double value) {
      measured = value;
      return this;
    }

    /** Sets the number measured, or says with {@code null} that there is no single one. */
    public Builder measured(@Nullable Double value) {
      measured = value;
      return this;
    }

    /** Sets what was expected. */
    public Builder expected(@Nullable String value) {
      expected = value;
      return this;
    }

    /** Sets the unit of the number measured. */
    public Builder unit(@Nullable String value) {
      unit = value;
      return this;
    }

    /** Sets the tensor, step, file or samples concerned. */
    public Builder where(@Nullable String value) {
      where = value;
      return this;
    }

    /** Sets the likely causes, or the reason of a skip. */
    public Builder why(@Nullable String value) {
      why = value;
      return this;
    }

    /** Sets the remedy. */
    public Builder fix(@Nullable String value) {
      fix = value;
      return this;
    }

    /** Sets how to accept the finding on purpose. */
    public Builder silence(@Nullable String value) {
      silence = value;
      return this;
    }

    /** Sets why the check did not run. */
    public Builder skipped(@Nullable Skip value) {
      skipped = value;
      return this;
    }

    /** Sets the id of the finding that probably caused this one. */
    public Builder causedBy(@Nullable String value) {
      causedBy = value;
      return this;
    }

    /** Sets where the rule comes from. */
    public Builder source(@Nullable String value) {
      source = value;
      return this;
    }

    /** Sets the time the check took, in seconds. */
    public Builder seconds(double value) {
      seconds = value;
      return this;
    }

    /** Makes the finding; throws {@link IllegalArgumentException} if a part breaks its rule. */
    public Finding build() {
      return new Finding(
          id, name, status, title, measured, expected, unit, where, why, fix, silence, skipped,
          causedBy, source, seconds);
    }
  }
}
