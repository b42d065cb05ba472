package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The choices in force where libraries differ, as sentences. */
final class Conventions {
  private Conventions() {}

  static List<String> of(PlannedSchedule planned) {
    Set<String> sentences = new LinkedHashSet<>();
    sentences.add("Update 0 is the first of " + planned.run().updates() + " planned updates.");
    collect(planned.spec(), sentences);
    sentences.add(
        planned.run().afterEnd() == Run.AfterEnd.HOLD
            ? "After the last planned update the last value is held."
            : "Asking for an update after the last planned one is an error.");
    return new ArrayList<>(sentences);
  }

  private static void collect(ScheduleSpec spec, Set<String> sentences) {
    sentences.addAll(spec.kind().conventions());
    spec.nested().forEach(inner -> collect(inner, sentences));
  }
}
