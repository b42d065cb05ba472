package dev.preflight.reports;

/** The small sample drawn before a line of the legend. */
final class ChartKey {
  private ChartKey() {}

  /** The path, in a box of 24 by 12, of a sample of this class. */
  static String path(String cssClass) {
    if (cssClass.startsWith("d ")) {
      return "M12 6h0";
    }
    if (cssClass.startsWith("s ")) {
      return "M1 6h22";
    }
    return cssClass.equals("rug") ? "M8.5 2.5l7 7M8.5 9.5l7-7" : "M1 1h22v10h-22z";
  }
}
