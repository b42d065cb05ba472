package dev.preflight.cli.process;

import dev.preflight.reports.Json;
import dev.preflight.training.data.InputException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of a JSON file, as arguments.
 *
 * <p>Keys are the long names of the command's options without their dashes, and {@code program}. An
 * object is an option that is given once for each of its members, a list is one value with commas.
 * What the command line says comes later and wins.
 */
public final class ConfigFile {
  private static final String PROGRAM = "program";

  private ConfigFile() {}

  /**
   * The arguments with those of the file put in behind the name of the subcommand.
   *
   * @param parsed a first reading of the arguments, for what they are
   * @param file the file, as the user named it
   */
  public static String[] insert(ParseResult parsed, Path file, Environment environment) {
    ParseResult command = parsed.subcommand();
    List<String> arguments = new ArrayList<>(parsed.expandedArgs());
    int at = arguments.indexOf(command.commandSpec().name()) + 1;
    boolean named = !command.matchedPositionals().isEmpty();
    arguments.addAll(at, read(file, environment, command.commandSpec(), named));
    return arguments.toArray(String[]::new);
  }

  private static List<String> read(
      Path file, Environment environment, CommandSpec command, boolean programNamed) {
    Path path = environment.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          "--config: there is no file '" + file + "'",
          "write the options as JSON, such as {\"batch-size\": 32, \"seed\": 7}");
    }
    Map<String, OptionSpec> known = options(command);
    List<String> arguments = new ArrayList<>();
    List<String> program = new ArrayList<>();
    for (Map.Entry<String, Object> entry : tree(path).entrySet()) {
      String key = entry.getKey();
      if (key.equals(PROGRAM) && !command.positionalParameters().isEmpty()) {
        program.add(text(file, key, entry.getValue()));
        continue;
      }
      OptionSpec option = known.get(key);
      if (option == null) {
        InputException unknown = InputException.unknown("option", key, known.keySet());
        throw new InputException(
            file + ": '" + command.name() + "' has no option '" + key + "'", unknown.hint());
      }
      add(arguments, file, key, option, entry.getValue());
    }
    if (!programNamed) {
      arguments.addAll(program);
    }
    return arguments;
  }

  private static Map<String, Object> tree(Path path) {
    try {
      return Json.readTree(path);
    } catch (UncheckedIOException e) {
      throw new InputException(
          String.valueOf(e.getMessage()), "check the file and its permissions", e);
    }
  }

  private static Map<String, OptionSpec> options(CommandSpec command) {
    Map<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        options.put(key(option), option);
      }
    }
    options.remove("config");
    return options;
  }

  /** The option's key in a file: its long name without the dashes. */
  public static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private static void add(
      List<String> arguments, Path file, String key, OptionSpec option, Object value) {
    String name = option.longestName();
    if (option.arity().max() == 0) {
      if (!(value instanceof Boolean on)) {
        throw new InputException(
            file + ": '" + key + "' must be true or false, was " + value, "correct the file");
      }
      if (on) {
        arguments.add(name);
      }
    } else if (value instanceof Map<?, ?> members) {
      members.forEach((k, v) -> arguments.add(name + "=" + k + "=" + v));
    } else if (value instanceof Collection<?> items) {
      arguments.add(
          name + "=" + items.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else {
      arguments.add(name + "=" + text(file, key, value));
    }
  }

  private static String text(Path file, String key, Object value) {
    if (value instanceof String || value instanceof Number) {
      return value.toString();
    }
    throw new InputException(
        file + ": '" + key + "' must be text or a number, was " + value, "correct the file");
  }
}
