package dev.preflight.sanity;

import dev.preflight.training.Progress;

/** Says of every task which check of how many it belongs to. */
final class Placed implements Progress {
  private final Progress progress;
  private String place = "";

  Placed(Progress progress) {
    this.progress = progress;
  }

  /** The check that begins now, from 1. */
  void at(int check, int of) {
    place = "check " + check + " of " + of + ", ";
  }

  @Override
  public void begin(String task, long total) {
    progress.begin(place + task, total);
  }

  @Override
  public void stage(String name, long total) {
    progress.stage(place + name, total);
  }

  @Override
  public void note(String sentence) {
    progress.note(sentence);
  }

  @Override
  public void advance(long done) {
    progress.advance(done);
  }

  @Override
  public boolean cancelled() {
    return progress.cancelled();
  }
}
