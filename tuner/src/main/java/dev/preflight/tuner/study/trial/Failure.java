package dev.preflight.tuner.study.trial;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a trial came to nothing.
 *
 * @param reason what kind of failure it was
 * @param message what there is to say about it, such as an exception's message; may be empty
 */
public record Failure(Reason reason, String message) {

  /** The system attribute that remembers it. */
  public static final String ATTRIBUTE = "preflight:failure";

  /** What kind of failure. */
  public enum Reason {
    /** The objective was not a number. */
    NOT_A_NUMBER,
    /** The loss grew beyond all bounds. */
    DIVERGED,
    /** The objective threw an exception, or the command ended with an error. */
    ERROR,
    /** It took longer than it may. */
    TIMEOUT,
    /** The process that worked on it ended: this says nothing about the parameters. */
    INTERRUPTED;

    /** The word that stands in tables and attributes. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether the parameters are to blame, so that a sampler keeps away from them. */
  public boolean blamesParameters() {
    return reason != Reason.INTERRUPTED;
  }

  /** What there is to say about it, such as {@code timeout: it took longer than PT30S}. */
  public String text() {
    return reason.text() + ": " + message;
  }

  /** What the attribute holds. */
  public Map<String, @Nullable Object> attribute() {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("reason", reason.text());
    value.put("message", message);
    return value;
  }

  /** The failure that an attribute tells of; empty if there is none. */
  static Optional<Failure> of(@Nullable Object attribute) {
    if (!(attribute instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    for (Reason reason : Reason.values()) {
      if (reason.text().equals(map.get("reason"))) {
        return Optional.of(new Failure(reason, String.valueOf(map.get("message"))));
      }
    }
    return Optional.empty();
  }
}
