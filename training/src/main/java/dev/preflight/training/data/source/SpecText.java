package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data specification taken apart.
 *
 * @param kind what stands before the first colon
 * @param arguments the comma-separated texts between the colon and the options
 * @param options the options, in the order given
 */
record SpecText(String kind, List<String> arguments, Options options) {
  /** A question mark begins the options only before a name, so that it can stand in a glob. */
  private static final Pattern OPTIONS = Pattern.compile("\\?(?=[A-Za-z][A-Za-z-]*(=|&|$))");

  private static final Pattern ESCAPE = Pattern.compile("%(2C|26|3F|3D|25)");

  static SpecText parse(String spec) {
    String source = spec;
    Map<String, String> options = new LinkedHashMap<>();
    Matcher matcher = OPTIONS.matcher(spec);
    if (matcher.find()) {
      source = spec.substring(0, matcher.start());
      for (String option : spec.substring(matcher.end()).split("&", -1)) {
        addOption(option, options);
      }
    }
    int colon = source.indexOf(':');
    if (colon < 0) {
      return new SpecText(source, List.of(), new Options(options));
    }
    List<String> arguments = new ArrayList<>();
    if (colon + 1 < source.length()) {
      for (String argument : source.substring(colon + 1).split(",", -1)) {
        arguments.add(unescape(argument));
      }
    }
    return new SpecText(source.substring(0, colon), List.copyOf(arguments), new Options(options));
  }

  private static void addOption(String option, Map<String, String> options) {
    int equals = option.indexOf('=');
    if (equals < 1 || equals == option.length() - 1) {
      throw new InputException(
          "Data option '" + option + "' has no value.",
          "Options are written ?name=value&name=value; a literal ? in a path is written %3F.");
    }
    String name = option.substring(0, equals);
    if (options.put(name, unescape(option.substring(equals + 1))) != null) {
      throw new InputException(
          "Data option '" + name + "' is given twice.", "Keep the one that you mean.");
    }
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
  }
}
