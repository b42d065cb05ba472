package dev.preflight.sanity;

import dev.preflight.training.Progress;

/** Says of every task which check of how many it belongs to. */
final class Placed extends Progress.Forwarding {
  private String place = "";

  Placed(Progress progress) {
    super(progress);
  }

  /** The check that begins now, from 1. */
  void at(int check, int of) {
    place = "check " + check + " of " + of + ", ";
  }

  @Override
  public void begin(String task, long total) {
    super.begin(place + task, total);
  }

  @Override
  public void stage(String name, long total) {
    super.stage(place + name, total);
  }
}
