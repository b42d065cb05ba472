package dev.preflight.reports.text;

/** Text made safe for XML and HTML, in elements and in quoted attributes. */
public final class Xml {
  private Xml() {}

  /**
   * Escapes what has a meaning in markup and replaces what XML 1.0 does not allow: control
   * characters, unpaired surrogates and non-characters become U+FFFD.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n' -> out.append("&#10;");
      case '\t' -> out.append("&#9;");
      case '\r' -> out.append("&#13;");
      default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
    }
  }

  private static boolean allowed(int c) {
    return (c >= 0x20 && c < 0x7F)
        || (c > 0x9F && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }
}
