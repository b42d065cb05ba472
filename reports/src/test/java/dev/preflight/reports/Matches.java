package dev.preflight.reports;

import java.util.List;
import java.util.regex.Pattern;

/** What a regular expression finds in a rendered text. */
public final class Matches {

  private Matches() {}

  public static List<String> all(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(m -> m.group(1)).toList();
  }
}
