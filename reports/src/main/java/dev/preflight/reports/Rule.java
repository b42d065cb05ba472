package dev.preflight.reports;

/**
 * What findings with one id are about: an entry of the catalogue that {@code preflight checks}
 * lists and {@code preflight explain} prints.
 *
 * @param id stable name, such as {@code G02}
 * @param name a few words, such as {@code initial loss}
 * @param catches the mistakes it catches, or what it tells, one line without a full stop
 * @param how how it is measured and what decides, with the thresholds: sentences
 * @param source where the method and its numbers come from
 */
public record Rule(String id, String name, String catches, String how, String source) {

  /** Validates the parts. */
  public Rule {
    Require.id(id, "rule id");
    Require.text(name, "rule name");
    Require.text(catches, "what the rule catches");
    Require.text(how, "how the rule decides");
    Require.text(source, "source of the rule");
  }
}
