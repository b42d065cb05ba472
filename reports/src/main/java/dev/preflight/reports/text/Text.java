package dev.preflight.reports.text;

/** Text made fit to be shown: nothing invisible, nothing that steers a terminal or turns a line. */
public final class Text {
  private Text() {}

  /** Replaces control characters other than line feed and tab, and unpaired surrogates. */
  public static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> out.appendCodePoint(c == '\n' || c == '\t' || visible(c) ? c : 0xFFFD));
    return out.toString();
  }

  /** The text on one line: any run of white space, line breaks included, is one space. */
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean blank = Character.isWhitespace(c) || c == 0x2028 || c == 0x2029 || c == 0x85;
              if (!blank) {
                out.appendCodePoint(visible(c) ? c : 0xFFFD);
              } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
              }
            });
    return out.toString().strip();
  }

  /** Replaces halves of surrogate pairs, which UTF-8 cannot hold. */
  public static String paired(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> out.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c));
    return out.toString();
  }

  /**
   * A text that is not too long, or its start and an ellipsis; never half of a surrogate pair.
   *
   * @param text what to cut
   * @param longest how many characters (code points) it may have, the ellipsis included
   */
  public static String cut(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE -> false;
      // Bidirectional overrides and isolates can make a line read differently from what it says.
      case Character.FORMAT -> !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069);
      default -> true;
    };
  }
}
