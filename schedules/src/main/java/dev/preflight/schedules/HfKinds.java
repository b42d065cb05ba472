package dev.preflight.schedules;

import static dev.preflight.schedules.Parameter.number;
import static dev.preflight.schedules.Parameter.rate;
import static dev.preflight.schedules.Parameter.span;
import static dev.preflight.schedules.Parameter.word;

import java.util.ArrayList;
import java.util.List;

/**
 * Hugging Face's schedules under their {@code lr_scheduler_type} names, with its defaults and exact
 * values (transformers 5.18.0). The number of training steps is the run's unless it is written.
 */
final class HfKinds {
  private static final String WARMUP =
      "As Hugging Face: warmup starts at 0, so the first update changes nothing; it counts inside"
          + " the training steps.";
  private static final String EXCLUSIVE =
      "As Hugging Face: the end value is reached one update after the last of the training steps.";
  private static final Parameter LR = Parameter.peak("lr");
  private static final Parameter WARMUP_STEPS = span("num_warmup_steps", 0, "0");
  private static final Parameter TRAINING_STEPS = span("num_training_steps", 1, null);

  static final List<Kind> ALL =
      List.of(
          kind("constant_with_warmup", List.of(), a -> warmed(a, t -> 1)),
          kind(
              "linear",
              List.of(TRAINING_STEPS),
              a -> decaying(a, progress -> Math.max(0, 1 - progress)),
              EXCLUSIVE),
          kind(
              "cosine",
              List.of(TRAINING_STEPS, number("num_cycles", 0, 1e6, "0.5")),
              a -> decaying(a, cosine(a.number("num_cycles"), 0)),
              EXCLUSIVE,
              "As Hugging Face: after the training steps the rate rises again."),
          kind(
              "cosine_with_restarts",
              List.of(TRAINING_STEPS, number("num_cycles", 0, 1e6, "1")),
              HfKinds::restarts,
              EXCLUSIVE),
          kind(
              "polynomial",
              List.of(TRAINING_STEPS, rate("lr_end", "1e-7"), number("power", 0, 100, "1")),
              HfKinds::polynomial,
              EXCLUSIVE),
          kind("inverse_sqrt", List.of(span("timescale", 1, null)), HfKinds::inverseSqrt),
          kind(
              "cosine_with_min_lr",
              List.of(
                  TRAINING_STEPS,
                  number("num_cycles", 0, 1e6, "0.5"),
                  rate("min_lr", null),
                  number("min_lr_rate", 0, 1, null)),
              HfKinds::cosineWithMinimum,
              EXCLUSIVE,
              "As Hugging Face: after the training steps the rate rises again."),
          kind(
              "warmup_stable_decay",
              List.of(
                  span("num_decay_steps", 0, null),
                  TRAINING_STEPS,
                  span("num_stable_steps", 0, null),
                  word("warmup_type", "linear", "linear", "cosine", "1-sqrt"),
                  word("decay_type", "cosine", "linear", "cosine", "1-sqrt"),
                  number("min_lr_ratio", 0, 1, "0"),
                  number("num_cycles", 0, 1e6, "0.5")),
              HfKinds::stable,
              EXCLUSIVE));

  private HfKinds() {}

  private static Kind kind(
      String name, List<Parameter> own, Kind.Compiler compiler, String... more) {
    List<Parameter> all = new ArrayList<>(List.of(LR, WARMUP_STEPS));
    all.addAll(own);
    List<String> conventions = new ArrayList<>(List.of(WARMUP));
    conventions.addAll(List.of(more));
    return Kind.phase("hf." + name, all, compiler, conventions.toArray(String[]::new));
  }

  /** A factor of the rate, by update; before it the warmup from zero. */
  private static Compiled warmed(Arguments a, Curve factor) {
    double lr = a.peak();
    long warmup = a.updates("num_warmup_steps");
    return Compiled.of(t -> lr * (t < warmup ? (double) t / warmup : factor.at(t)));
  }

  private static Compiled decaying(Arguments a, Shape factor) {
    long warmup = a.updates("num_warmup_steps");
    double steps = Math.max(1, trainingSteps(a) - warmup);
    return warmed(a, t -> factor.remaining((t - warmup) / steps));
  }

  private static long trainingSteps(Arguments a) {
    return a.has("num_training_steps") ? a.updates("num_training_steps") : a.length();
  }

  private static Shape cosine(double cycles, double minimum) {
    return progress -> {
      double cosine = 0.5 * (1 + Math.cos(Math.PI * cycles * 2 * progress));
      return Math.max(0, cosine * (1 - minimum) + minimum);
    };
  }

  private static Compiled restarts(Arguments a) {
    double cycles = a.number("num_cycles");
    return decaying(
        a,
        progress ->
            progress >= 1
                ? 0
                : Math.max(0, 0.5 * (1 + Math.cos(Math.PI * ((cycles * progress) % 1)))));
  }

  private static Compiled polynomial(Arguments a) {
    double end = a.rate("lr_end") / a.peak();
    double power = a.number("power");
    return decaying(a, progress -> (1 - end) * Math.pow(1 - Math.min(1, progress), power) + end);
  }

  private static Compiled inverseSqrt(Arguments a) {
    long warmup = a.updates("num_warmup_steps");
    long usual = warmup == 0 ? 10_000 : warmup;
    double timescale = a.has("timescale") ? a.atLeastOne("timescale") : usual;
    return warmed(a, t -> 1 / Math.sqrt((t + (timescale - warmup)) / timescale));
  }

  private static Compiled cosineWithMinimum(Arguments a) {
    if (a.has("min_lr") == a.has("min_lr_rate")) {
      throw new IllegalArgumentException(
          "hf.cosine_with_min_lr needs one of min_lr and min_lr_rate");
    }
    double minimum = a.has("min_lr") ? a.rate("min_lr") / a.peak() : a.number("min_lr_rate");
    return decaying(a, cosine(a.number("num_cycles"), minimum));
  }

  private static Compiled stable(Arguments a) {
    double lr = a.peak();
    double minimum = a.number("min_lr_ratio");
    long warmup = a.updates("num_warmup_steps");
    long decay = a.updates("num_decay_steps");
    long stable =
        a.has("num_stable_steps")
            ? a.updates("num_stable_steps")
            : trainingSteps(a) - warmup - decay;
    if (stable < 0) {
      throw new IllegalArgumentException(
          "hf.warmup_stable_decay has fewer training steps than warmup and decay take");
    }
    Shape rise = Shape.named(a.word("warmup_type"));
    Shape fall =
        a.word("decay_type").equals("cosine")
            ? cosine(a.number("num_cycles"), 0)
            : Shape.named(a.word("decay_type"));
    return Compiled.of(
        t -> {
          if (t < warmup) {
            // Their warmup is the mirror image of the decay: 1 - sqrt(1 - p), (1 - cos)/2, p.
            double factor = rise.remaining(1 - (double) t / warmup);
            return lr * (factor * (1 - minimum) + minimum);
          }
          long falling = t - warmup - stable;
          if (falling < 0) {
            return lr;
          }
          double factor = falling < decay ? fall.remaining((double) falling / decay) : 0;
          return lr * (factor * (1 - minimum) + minimum);
        });
  }
}
