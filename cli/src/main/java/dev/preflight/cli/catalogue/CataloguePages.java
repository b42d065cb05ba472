package dev.preflight.cli.catalogue;

import java.util.List;
import java.util.Locale;

/** The catalogue as text. */
final class CataloguePages {
  private static final int WIDTH = 96;
  private static final int INDENT = 2;

  private CataloguePages() {}

  /** One page for a terminal. */
  static String plain(Entry entry) {
    StringBuilder text = new StringBuilder();
    text.append(entry.rule().id()).append("  ").append(entry.rule().name()).append('\n');
    wrap(text, label(entry.verb()), entry.rule().catches());
    wrap(text, label("How"), entry.rule().how());
    entry.facts().forEach((name, fact) -> wrap(text, label(name), fact));
    return text.toString();
  }

  private static String label(String name) {
    return String.format(Locale.ROOT, "%-10s", name.toLowerCase(Locale.ROOT));
  }

  private static void wrap(StringBuilder text, String label, String words) {
    String indent = " ".repeat(INDENT);
    StringBuilder line = new StringBuilder(indent + label);
    int start = line.length();
    for (String word : words.split(" ", -1)) {
      if (line.length() > start && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(start));
      }
      line.append(line.length() > start ? " " : "").append(word);
    }
    text.append(line).append('\n');
  }

  /** All pages, which is what docs/checks.md holds. */
  static String markdown(List<Catalogue.Section> sections) {
    StringBuilder text =
        new StringBuilder(
            """
            # What Preflight checks

            Made by `./preflight checks --format markdown` from what the code says of itself; a test holds this page to it.
            `preflight explain ID` prints one entry. Every finding carries the id and the name.
            """);
    for (Catalogue.Section section : sections) {
      text.append("\n## ").append(section.title()).append('\n');
      for (Entry entry : section.entries()) {
        text.append("\n### ").append(entry.rule().id()).append(' ').append(entry.rule().name());
        text.append("\n\n")
            .append(entry.verb())
            .append(": ")
            .append(entry.rule().catches())
            .append(".\n\n");
        text.append(entry.rule().how()).append("\n\n");
        entry
            .facts()
            .forEach(
                (name, fact) ->
                    text.append("- ").append(name).append(": ").append(fact).append('\n'));
      }
    }
    return text.toString();
  }
}
