package dev.preflight.tuner.insight;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.analysis.Edge;
import dev.preflight.tuner.study.analysis.FailureRegion;
import dev.preflight.tuner.study.analysis.Indifference;
import dev.preflight.tuner.study.analysis.Outlook;
import dev.preflight.tuner.study.analysis.StudyFacts;
import dev.preflight.tuner.study.analysis.TradeOff;
import dev.preflight.tuner.study.auto.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A study's facts in words, each with what to do about it. */
final class StudyAdvice {

  private StudyAdvice() {}

  /** The findings of what is so; nothing of what is not. */
  static List<Finding> of(StudyFacts facts) {
    List<Finding> findings = new ArrayList<>();
    facts.edges().forEach(edge -> findings.add(edge(edge)));
    facts.tradeOff().ifPresent(tradeOff -> findings.add(tradeOff(tradeOff)));
    noise(facts).ifPresent(findings::add);
    facts.indifferent().forEach(one -> findings.add(indifferent(one)));
    facts.outlook().ifPresent(outlook -> findings.add(outlook(outlook)));
    return findings;
  }

  private static Finding edge(Edge edge) {
    String way = edge.high() ? "up" : "down";
    return Finding.of(
            TuneRules.EDGE,
            Status.WARN,
            Sentence.of(
                "The best %s lies at the %s end of its range, %s",
                edge.parameter(), edge.high() ? "upper" : "lower", Numbers.format(edge.from())))
        .why("Values further inside are worse; better ones may lie beyond.")
        .fix(
            Sentence.of(
                "Extend %s %s to %s, if it may be that, and start again.",
                edge.parameter(), way, Numbers.format(edge.to())))
        .build();
  }

  private static Finding tradeOff(TradeOff tradeOff) {
    return Finding.of(
            TuneRules.TRADE_OFF,
            Status.INFO,
            Sentence.of(
                "%s and %s trade off: where %s is larger, the best %s is %s",
                tradeOff.first(),
                tradeOff.second(),
                tradeOff.first(),
                tradeOff.second(),
                tradeOff.together() ? "larger too" : "smaller"))
        .fix(
            Sentence.of(
                "Change %s and %s together; a value of one found at another value of the other is"
                    + " not the best there.",
                tradeOff.first(), tradeOff.second()))
        .build();
  }

  private static Optional<Finding> noise(StudyFacts facts) {
    return facts
        .surface()
        .filter(surface -> surface.noise().isPresent())
        .map(
            surface -> {
              double noise = surface.noise().getAsDouble();
              return Finding.of(
                      TuneRules.NOISE,
                      Status.INFO,
                      Sentence.of(
                          "Noise hides differences below %s: %d trials are as good as the best for"
                              + " all that is known",
                          Numbers.format(StudyFacts.HIDDEN * noise), facts.alike()))
                  .measured(noise)
                  .why(
                      "Near-by trials differ by more than any smooth surface explains: a deviation"
                          + " of "
                          + Numbers.format(noise)
                          + ".")
                  .fix("Repeat the best few under fresh seeds before choosing among them.")
                  .build();
            });
  }

  private static Finding indifferent(Indifference one) {
    return Finding.of(
            TuneRules.INDIFFERENT,
            Status.INFO,
            Sentence.of(
                "%s does not matter around the best trial: it changes the value by at most %s",
                one.parameter(), Numbers.format(one.most())))
        .measured(one.most())
        .fix(Sentence.of("Fix %s at what costs least, and search the others.", one.parameter()))
        .build();
  }

  private static Finding outlook(Outlook outlook) {
    if (outlook.gain().isEmpty()) {
      return Finding.of(TuneRules.OUTLOOK, Status.INFO, "What more trials would bring is not known")
          .why("There are too few complete trials, or noise hides what the last ones gained.")
          .build();
    }
    double gain = outlook.gain().getAsDouble();
    return Finding.of(
            TuneRules.OUTLOOK,
            Status.INFO,
            gain == 0
                ? Sentence.of(
                    "The last %d trials gained nothing; as many more would hardly",
                    outlook.trials())
                : Sentence.of(
                    "Another %d trials would bring about %s, as the last %d did",
                    outlook.trials(), Numbers.format(gain), outlook.trials()))
        .measured(gain)
        .build();
  }

  /** Where the failures lie, to go on after their number. */
  static String text(FailureRegion region) {
    Object value = region.distribution().external(region.value());
    String shown = value instanceof Double number ? Numbers.format(number) : String.valueOf(value);
    String where =
        switch (region.side()) {
          case ABOVE -> "at or above";
          case BELOW -> "at or below";
          case AT -> "at";
        };
    String all = region.failures() == region.all() ? "all" : Sentence.of("%d", region.failures());
    return Sentence.of(
        "%s with %s %s %s (%d of the %d trials there failed)",
        all, region.parameter(), where, shown, region.failures(), region.inside());
  }

  /** Who chose the trials, and why. */
  static Finding sampler(List<Phase> phases) {
    List<String> texts = new ArrayList<>();
    for (Phase phase : phases) {
      texts.add(
          Sentence.of(
              "%s from trial %d on, for %s", phase.sampler(), phase.from(), phase.reason()));
    }
    return Finding.of(
            TuneRules.SAMPLER,
            Status.INFO,
            "Trials were chosen by " + phases.get(phases.size() - 1).sampler())
        .why(String.join("; ", texts) + ".")
        .build();
  }
}
