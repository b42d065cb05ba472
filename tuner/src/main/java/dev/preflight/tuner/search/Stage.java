package dev.preflight.tuner.search;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a run of a search was made for. */
public enum Stage {
  COARSE("coarse"),
  /** Twice more at the coarse winner with other seeds, to see how noisy a run is. */
  NOISE("noise"),
  /** Full-length runs that ask whether the rate makes any difference. */
  FLAT("flat?"),
  FINE("fine"),
  CONFIRMATION("confirmation"),
  WEIGHT_DECAY("weight decay"),
  /** Half and twice the rate with the best weight decay. */
  RATE_AGAIN("rate again"),
  WEIGHT_DECAY_FRESH("weight decay, fresh"),
  LECTURE("lecture"),
  LECTURE_FRESH("lecture, fresh");

  private final String words;

  Stage(String words) {
    this.words = words;
  }

  /** Whether it belongs to the lectures' plain recipe, which is shown beside the search. */
  public boolean isLecture() {
    return this == LECTURE || this == LECTURE_FRESH;
  }

  /** The stage in words, as results spell it. */
  @JsonValue
  @Override
  public String toString() {
    return words;
  }
}
