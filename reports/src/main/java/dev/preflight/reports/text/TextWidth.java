package dev.preflight.reports.text;

/**
 * How wide a text will be. The answer comes from a table and never from the host's fonts, so a
 * picture has the same bytes everywhere and a container without any font can draw it.
 */
public final class TextWidth {
  /** Narrow characters, as a share of the size; what is not listed is {@link #USUAL} wide. */
  private static final String NARROW = " .,:;'|!ijlI()[]ft/-";

  private static final String WIDE = "mwMW%@—";
  private static final double USUAL = 0.6;

  private TextWidth() {}

  /**
   * Width of a text; an estimate for sans-serif faces, a little generous.
   *
   * @param text on one line
   * @param size of its font; the width is in the same unit
   */
  public static double of(String text, int size) {
    return text.codePoints().mapToDouble(TextWidth::advance).sum() * size;
  }

  private static double advance(int c) {
    if (c > 0x2E80) {
      return 1;
    }
    return NARROW.indexOf(c) >= 0 ? 0.36 : WIDE.indexOf(c) >= 0 ? 0.92 : USUAL;
  }
}
