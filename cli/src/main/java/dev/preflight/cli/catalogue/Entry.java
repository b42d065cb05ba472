package dev.preflight.cli.catalogue;

import dev.preflight.reports.Rule;
import dev.preflight.sanity.CheckPage;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A page of the catalogue.
 *
 * @param rule what it is about and how it decides
 * @param verb what it does with what {@link Rule#catches} says
 * @param facts what else is to be said of it, by a word or two each
 */
record Entry(Rule rule, String verb, Map<String, String> facts) {

  /** A check of {@code preflight check}. */
  static Entry of(CheckPage page) {
    Rule rule = page.info().rule();
    Map<String, String> facts = new LinkedHashMap<>();
    Profile profile = page.info().profile();
    facts.put(
        "Runs in",
        profile == Profile.QUICK
            ? "every profile"
            : "--profile " + profile.name().toLowerCase(Locale.ROOT) + " and above");
    if (!page.needs().isEmpty()) {
      facts.put("Needs", String.join(", ", page.needs()) + "; left out where one of them failed");
    }
    seeds(page).ifPresent(text -> facts.put("Seeds", text));
    Effort effort = page.effort();
    if (!effort.equals(Effort.NONE)) {
      List<String> parts = new ArrayList<>();
      if (effort.small() > 0) {
        parts.add(String.format(Locale.ROOT, "%,d updates on 16 examples", effort.small()));
      }
      if (effort.ordinary() > 0) {
        parts.add(String.format(Locale.ROOT, "%,d ordinary updates", effort.ordinary()));
      }
      facts.put("Costs", "at most " + String.join(" and ", parts));
    }
    facts.put("Source", rule.source());
    facts.put(
        "Accept",
        "--allow " + rule.id() + "=REASON shows what it finds as information from then on");
    return new Entry(rule, "Catches", facts);
  }

  /** A finding of another command. */
  static Entry of(Rule rule, String command) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Said by", "preflight " + command);
    facts.put("Source", rule.source());
    return new Entry(rule, "Tells", facts);
  }

  private static Optional<String> seeds(CheckPage page) {
    return switch (page.seeds()) {
      case ONE -> Optional.empty();
      case ALL ->
          Optional.of("--profile paranoid tries three; a failure stands if all of them fail");
      case ANY -> Optional.of("--profile paranoid tries three; a failure with any of them stands");
    };
  }
}
