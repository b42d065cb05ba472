package dev.preflight.reports.chart;

import java.awt.Color;
import java.util.HashMap;
import java.util.Map;

/**
 * Colours that stand for a role: JFreeChart is handed a colour, the SVG gets the class, and the
 * page's style sheet says how the class looks in light, in dark and on paper.
 */
final class Ink {
  private final Map<Color, String> classes = new HashMap<>();

  /** A colour for this class, always the same one. */
  Color of(String cssClass) {
    Color colour = new Color(1 + classes.size());
    for (Map.Entry<Color, String> known : classes.entrySet()) {
      if (known.getValue().equals(cssClass)) {
        return known.getKey();
      }
    }
    classes.put(colour, cssClass);
    return colour;
  }

  /** The class that a colour stands for. */
  String cssClass(Color colour) {
    String cssClass = classes.get(colour);
    if (cssClass == null) {
      throw new IllegalStateException("no role has the colour " + colour);
    }
    return cssClass;
  }
}
