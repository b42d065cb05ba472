package dev.preflight.sanity.check;

import dev.preflight.reports.Rule;

/**
 * What a check is, for catalogues.
 *
 * @param rule what it is about and how it decides
 * @param profile the smallest profile that runs it
 */
public record CheckInfo(Rule rule, Profile profile) {

  /** As above, from the parts of the rule. */
  public CheckInfo(
      String id, String name, String catches, String how, String source, Profile profile) {
    this(new Rule(id, name, catches, how, source), profile);
  }

  /** Stable id, such as {@code G02}. */
  public String id() {
    return rule.id();
  }

  /** A few words. */
  public String name() {
    return rule.name();
  }

  /** The mistakes it catches, one line. */
  public String catches() {
    return rule.catches();
  }
}
