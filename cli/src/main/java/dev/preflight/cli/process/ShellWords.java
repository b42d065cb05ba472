package dev.preflight.cli.process;

import java.util.regex.Pattern;

/** Words as a POSIX shell reads them. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** What a shell reads inside double quotes; the last is history's, in an interactive one. */
  private static final Pattern READ_IN_QUOTES = Pattern.compile("[\"$`\\\\!]");

  private ShellWords() {}

  /** One word: bare where a shell leaves it alone, else in single quotes. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** One word that is text: in double quotes, or in single ones where a shell would read inside. */
  public static String text(String word) {
    return READ_IN_QUOTES.matcher(word).find() ? quoted(word) : '"' + word + '"';
  }
}
