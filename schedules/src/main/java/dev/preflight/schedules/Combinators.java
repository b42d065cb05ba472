package dev.preflight.schedules;

import java.util.List;
import java.util.Map;

/** Kinds made of other schedules. */
final class Combinators {
  /** The parameter that holds the schedules of a sequence or a product. */
  static final String PARTS = "schedules";

  static final Kind SEQUENCE =
      Kind.phase(
          "sequence",
          List.of(Parameter.schedules(PARTS)),
          Phases::compile,
          "Each phase counts from its own first update; the first update of a phase already has its"
              + " new value.",
          "Every phase, warmup included, counts inside the planned updates.");

  static final Kind PRODUCT =
      Kind.phase(
          "product",
          List.of(Parameter.schedules(PARTS)),
          Combinators::product,
          "A product multiplies values update by update; factors after the first have peak 1 unless"
              + " they say otherwise.");

  static final Kind SCALED =
      Kind.phase(
          "scaled",
          List.of(Parameter.schedule("schedule"), Parameter.number("by", 0, 1e6, null)),
          Combinators::scaled);

  static final Kind CLIPPED =
      Kind.phase(
          "clipped",
          List.of(
              Parameter.schedule("schedule"),
              Parameter.rate("min", "0"),
              Parameter.rate("max", Value.format(Defaults.LARGEST_RATE))),
          Combinators::clipped);

  static final Kind REPEATED =
      Kind.phase(
          "repeated",
          List.of(Parameter.schedule("schedule"), Parameter.span("every", 1, null)),
          Combinators::repeated,
          "A repeated schedule is planned for one period: its percentages are of the period, and the"
              + " last update of each period gets its end value.");

  static final List<Kind> ALL = List.of(SEQUENCE, PRODUCT, SCALED, CLIPPED, REPEATED);

  private Combinators() {}

  /** A combinator with its schedules and no other argument. */
  static ScheduleSpec of(Kind kind, List<Value> schedules) {
    String name = kind.parameters().get(0).name();
    return new ScheduleSpec(
        kind, Map.of(name, name.equals(PARTS) ? new Value.Items(schedules) : schedules.get(0)));
  }

  private static Compiled product(Arguments arguments) {
    List<ScheduleSpec> factors = arguments.schedules(PARTS);
    Compiled product = arguments.compile(factors.get(0));
    for (ScheduleSpec factor : factors.subList(1, factors.size())) {
      Compiled next =
          factor.compile(arguments.run(), arguments.offset(), arguments.length(), 1.0, Double.NaN);
      product =
          new Compiled(
              new Times(product.rate(), next.rate()),
              product.momentum() == null ? next.momentum() : product.momentum());
    }
    return product;
  }

  private static Compiled scaled(Arguments arguments) {
    Compiled inner = arguments.compile(arguments.schedule("schedule"));
    return new Compiled(
        new Times(inner.rate(), Curve.constant(arguments.number("by"))), inner.momentum());
  }

  private static Compiled clipped(Arguments arguments) {
    Compiled inner = arguments.compile(arguments.schedule("schedule"));
    double min = arguments.rate("min");
    double max = arguments.rate("max");
    if (min > max) {
      throw new IllegalArgumentException("clipped needs min <= max, was " + min + " > " + max);
    }
    return new Compiled(new Clip(inner.rate(), min, max), inner.momentum());
  }

  private static Compiled repeated(Arguments arguments) {
    long every = arguments.atLeastOne("every");
    ScheduleSpec one = arguments.schedule("schedule");
    Compiled inner =
        one.compile(
            arguments.run().withUpdates(every), 0, every, arguments.fallbackPeak(), Double.NaN);
    Curve momentum = inner.momentum();
    return new Compiled(
        new Loop(inner.rate(), every), momentum == null ? null : new Loop(momentum, every));
  }

  private record Times(Curve left, Curve right) implements Curve {
    @Override
    public double at(long update) {
      return left.at(update) * right.at(update);
    }

    @Override
    public String phaseAt(long update) {
      return left.phaseAt(update);
    }
  }

  private record Clip(Curve inner, double min, double max) implements Curve {
    @Override
    public double at(long update) {
      return Math.max(min, Math.min(max, inner.at(update)));
    }

    @Override
    public String phaseAt(long update) {
      return inner.phaseAt(update);
    }
  }

  private record Loop(Curve inner, long every) implements Curve {
    @Override
    public double at(long update) {
      return inner.at(update % every);
    }

    @Override
    public String phaseAt(long update) {
      return "period " + (update / every + 1);
    }
  }
}
