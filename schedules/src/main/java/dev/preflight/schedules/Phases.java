package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Curves one after the other, each with its own index. */
final class Phases implements Curve {
  private final List<String> names;
  private final long[] starts;
  private final Curve[] curves;

  /** Phases by the index of their first update, ascending, the first 0. */
  private Phases(List<String> names, long[] starts, Curve[] curves) {
    this.names = List.copyOf(names);
    this.starts = starts;
    this.curves = curves;
  }

  @Override
  public double at(long update) {
    int phase = phaseOf(update);
    return curves[phase].at(update - starts[phase]);
  }

  @Override
  public String phaseAt(long update) {
    int phase = phaseOf(update);
    String inner = curves[phase].phaseAt(update - starts[phase]);
    return inner.isEmpty() ? names.get(phase) : names.get(phase) + ", " + inner;
  }

  private int phaseOf(long update) {
    int phase = starts.length - 1;
    while (update < starts[phase]) {
      phase--;
    }
    return phase;
  }

  /** Resolves a sequence: lengths, then the schedules, then warmups and cooldowns next to them. */
  static Compiled compile(Arguments sequence) {
    List<ScheduleSpec> specs = sequence.schedules(Combinators.PARTS);
    long[] starts = starts(specs, sequence.run(), sequence.length());
    Compiled[] parts = new Compiled[specs.size()];
    for (int i = 0; i < parts.length; i++) {
      if (!isEdge(specs.get(i))) {
        parts[i] = part(sequence, specs.get(i), starts, i, Double.NaN);
      }
    }
    for (int i = parts.length - 1; i >= 0; i--) {
      if (isWarmup(specs.get(i))) {
        parts[i] = warmup(sequence, specs, starts, parts, i);
      }
    }
    for (int i = 0; i < parts.length; i++) {
      if (isCooldown(specs.get(i))) {
        parts[i] = cooldown(sequence, specs, starts, parts, i);
      }
    }
    return join(specs, starts, parts);
  }

  private static Compiled warmup(
      Arguments sequence, List<ScheduleSpec> specs, long[] starts, Compiled[] parts, int i) {
    if (i + 1 == parts.length || parts[i + 1] == null) {
      throw new IllegalArgumentException(
          "warmup needs a schedule after it, as in warmup(5%) + cosine(peak=0.1)");
    }
    return part(sequence, specs.get(i), starts, i, parts[i + 1].rate().at(0));
  }

  private static Compiled cooldown(
      Arguments sequence, List<ScheduleSpec> specs, long[] starts, Compiled[] parts, int i) {
    if (i == 0 || parts[i - 1] == null) {
      throw new IllegalArgumentException(
          "cooldown needs a schedule before it, as in constant(peak=0.1) + cooldown(20%)");
    }
    long last = Math.max(0, starts[i] - starts[i - 1] - 1);
    return part(sequence, specs.get(i), starts, i, parts[i - 1].rate().at(last));
  }

  private static Compiled part(
      Arguments sequence, ScheduleSpec spec, long[] starts, int i, double neighbour) {
    long length = Math.max(1, starts[i + 1] - starts[i]);
    return spec.compile(
        sequence.run(), sequence.offset() + starts[i], length, sequence.fallbackPeak(), neighbour);
  }

  /** Whether its values depend on what stands next to it. */
  static boolean isEdge(ScheduleSpec spec) {
    return isWarmup(spec) || isCooldown(spec);
  }

  private static boolean isWarmup(ScheduleSpec spec) {
    return spec.kind().equals(DecayKinds.WARMUP);
  }

  private static boolean isCooldown(ScheduleSpec spec) {
    return spec.kind().equals(DecayKinds.COOLDOWN);
  }

  /**
   * The start of each phase, and the end of the last. Exact lengths are summed before rounding, so
   * that percentages which add up to the whole run fill it exactly.
   */
  private static long[] starts(List<ScheduleSpec> specs, Run run, long length) {
    double[] lengths = new double[specs.size()];
    int open = -1;
    double taken = 0;
    for (int i = 0; i < lengths.length; i++) {
      Value written = length(specs.get(i));
      if (written != null) {
        lengths[i] = Arguments.span(written, run);
        taken += lengths[i];
      } else if (open < 0) {
        open = i;
      } else {
        throw new IllegalArgumentException(
            "only one phase can take the rest of the run, but neither "
                + specs.get(open)
                + " nor "
                + specs.get(i)
                + " has a length (for=...)");
      }
    }
    if (taken > length * (1 + 1e-9)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the phases take %.0f updates, but only %d are planned",
              Math.ceil(taken),
              length));
    }
    if (open >= 0) {
      lengths[open] = length - taken;
    }
    long[] starts = new long[lengths.length + 1];
    double end = 0;
    for (int i = 0; i < lengths.length; i++) {
      end += lengths[i];
      starts[i + 1] = Math.min(length, Math.round(end));
    }
    return starts;
  }

  private static @Nullable Value length(ScheduleSpec spec) {
    Value written = spec.arguments().get(Kind.LENGTH);
    return written != null
        ? written
        : spec.kind().parameter(Kind.LENGTH).map(Parameter::fallback).orElse(null);
  }

  /** Resolved parts that start at given updates, the first at 0. */
  static Compiled of(List<ScheduleSpec> specs, long[] starts, List<Compiled> parts) {
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] <= starts[i - 1]) {
        throw new IllegalArgumentException("boundaries must ascend and be at least 1");
      }
    }
    List<String> names = specs.stream().map(ScheduleSpec::name).toList();
    Curve[] rates = parts.stream().map(Compiled::rate).toArray(Curve[]::new);
    return new Compiled(new Phases(names, starts, rates), momentum(names, starts, parts));
  }

  private static Compiled join(List<ScheduleSpec> specs, long[] starts, Compiled[] parts) {
    List<String> names = new ArrayList<>();
    List<Long> begins = new ArrayList<>();
    List<Compiled> kept = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      boolean empty = starts[i + 1] == starts[i];
      if (!empty) {
        names.add(specs.get(i).name());
        begins.add(starts[i]);
        kept.add(parts[i]);
      }
    }
    long[] from = begins.stream().mapToLong(Long::longValue).toArray();
    Curve[] rates = kept.stream().map(Compiled::rate).toArray(Curve[]::new);
    return new Compiled(new Phases(names, from, rates), momentum(names, from, kept));
  }

  /** Phases without momentum hold the value of the next phase that has it, or of the one before. */
  private static @Nullable Curve momentum(List<String> names, long[] starts, List<Compiled> parts) {
    Curve[] curves = new Curve[starts.length];
    for (int i = starts.length - 1; i >= 0; i--) {
      Curve own = parts.get(i).momentum();
      boolean followed = i + 1 < starts.length && curves[i + 1] != null;
      if (own != null) {
        curves[i] = own;
      } else if (followed) {
        curves[i] = Curve.constant(curves[i + 1].at(0));
      }
    }
    if (curves[0] == null) {
      return null;
    }
    for (int i = 1; i < curves.length; i++) {
      if (curves[i] == null) {
        curves[i] = Curve.constant(curves[i - 1].at(starts[i] - starts[i - 1] - 1));
      }
    }
    return new Phases(names, starts, curves);
  }
}
