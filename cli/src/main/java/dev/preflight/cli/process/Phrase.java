package dev.preflight.cli.process;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives all messages one form: no capital where a sentence would begin, no full stop at its end.
 */
final class Phrase {

  /** Words that keep their capital. */
  private static final Set<String> NAMES = Set.of("Java", "Python", "Keras", "Maven", "Adam");

  /** How records name values that are options, by the option. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "batchSize", "--batch-size",
          "learning rate", "--learning-rate",
          "updates", "--updates",
          "seeds", "--seeds",
          "steps", "--steps",
          "updatesPerEpoch", "--steps-per-epoch",
          "weight decay", "--weight-decays",
          "the ramp", "--low and --high: the ramp",
          "rates", "--low and --high: rates");

  private Phrase() {}

  static String of(String sentence) {
    String text = sentence.strip();
    if (text.endsWith(".") && !text.endsWith("..")) {
      text = text.substring(0, text.length() - 1);
    }
    for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
      String begin = option.getKey() + " must ";
      if (text.startsWith(begin)) {
        return option.getValue() + " must " + text.substring(begin.length());
      }
    }
    String first = text.split("[^\\p{L}]", 2)[0];
    boolean plain =
        !first.isEmpty()
            && first.substring(1).equals(first.substring(1).toLowerCase(Locale.ROOT))
            && !NAMES.contains(first);
    return plain ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
  }
}
