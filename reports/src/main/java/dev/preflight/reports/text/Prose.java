package dev.preflight.reports.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences split so that a number such as {@code 2.9e-2} and an option such as {@code
 * --learning-rate} are not broken after a hyphen.
 */
public final class Prose {
  private static final Pattern WHOLE =
      Pattern.compile("\\b\\d[\\d.,]{0,20}e-\\d{1,3}\\b|(?<!\\S)--[a-z][a-z-]{1,30}\\b");

  private Prose() {}

  /** A stretch of text; a whole one must stay on one line. */
  public record Part(String text, boolean whole) {}

  /** The parts of a text, in order; together they are the text. */
  public static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = WHOLE.matcher(text);
    int done = 0;
    while (matcher.find()) {
      parts.add(new Part(text.substring(done, matcher.start()), false));
      parts.add(new Part(matcher.group(), true));
      done = matcher.end();
    }
    parts.add(new Part(text.substring(done), false));
    return parts;
  }
}
