package dev.preflight.schedules;

import java.util.List;

/** Kinds that rise and fall. */
final class CycleKinds {
  static final List<Kind> ALL = List.of();

  private CycleKinds() {}
}
