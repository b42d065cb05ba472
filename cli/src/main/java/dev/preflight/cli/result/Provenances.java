package dev.preflight.cli.result;

import dev.preflight.cli.process.Build;
import dev.preflight.cli.process.ConfigFile;
import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.GitCommit;
import dev.preflight.cli.process.ShellWords;
import dev.preflight.reports.Provenance;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.tensor.Device;
import dev.preflight.training.tensor.TensorFlowInfo;
import dev.preflight.tuner.runs.Length;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes down what it takes to repeat a command, from the moment it is made. */
public final class Provenances {
  private static final double SECOND = 1e9;

  private final Console console;
  private final CommandSpec command;
  private final long seed;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final long startedNanos;

  /** Read before the work: a jar that is built anew meanwhile must not cost the result. */
  private final Build build = Build.read();

  public Provenances(Console console, CommandSpec command, long seed) {
    this.console = console;
    this.command = command;
    this.seed = seed;
    this.startedNanos = console.environment().nanoTime().getAsLong();
  }

  /** The provenance of what was done with this graph until now. */
  public Provenance of(TrainingGraph graph, int threads, Device device) {
    TensorFlowInfo info = TensorFlowInfo.get();
    return of(
        info.version() + " (Java API " + build.tensorflow() + ", " + build.platform() + ")",
        used(device, info),
        threads,
        graph.fingerprint(),
        graph.rawData());
  }

  /** The provenance of what was done with these data until now, without TensorFlow. */
  public Provenance of(TrainingData data) {
    return of("not used", "CPU", 0, "", data);
  }

  /** The provenance of what was done with a command until now, without TensorFlow. */
  public Provenance ofCommand() {
    return of("not used", "CPU", 0, "", "whatever the command reads");
  }

  /** The provenance of what was read in a log until now: it does not say which data. */
  public Provenance ofLog() {
    return of("not used", "CPU", 0, "", "");
  }

  /** The provenance of what was made of so many results. */
  public Provenance ofResults(int count) {
    return of("not used", "CPU", 0, "", count + " results");
  }

  private Provenance of(
      String tensorFlow, String device, int threads, String program, TrainingData data) {
    return of(
        tensorFlow,
        device,
        threads,
        program,
        "train " + data.train().fingerprint() + ", validation " + data.validation().fingerprint());
  }

  private Provenance of(
      String tensorFlow, String device, int threads, String program, String data) {
    return new Provenance(
        build.preflight(),
        tensorFlow,
        Build.java(),
        Build.os(),
        device,
        threads,
        seed,
        program,
        data,
        config(),
        commandLine(),
        GitCommit.of(console.environment().directory()).orElse(null),
        started.toString(),
        (console.environment().nanoTime().getAsLong() - startedNanos) / SECOND);
  }

  /** The GPUs where they may be used, else the CPU. */
  private static String used(Device device, TensorFlowInfo tensorFlow) {
    if (device == Device.CPU || !tensorFlow.hasGpu()) {
      return "CPU";
    }
    return String.join(
        ", ",
        tensorFlow.devices().stream()
            .filter(seen -> seen.type().equals("GPU"))
            .map(TensorFlowInfo.Seen::text)
            .toList());
  }

  private Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      Object value = option.getValue();
      if (value != null && !option.usageHelp() && !option.versionHelp()) {
        config.put(ConfigFile.key(option), plain(value));
      }
    }
    for (PositionalParamSpec positional : command.positionalParameters()) {
      Object value = positional.getValue();
      config.put(
          positional.paramLabel().toLowerCase(Locale.ROOT), value == null ? null : plain(value));
    }
    return config;
  }

  private static Object plain(Object value) {
    if (value instanceof Number || value instanceof Boolean || value instanceof Map) {
      return value;
    }
    if (value instanceof Collection<?> items) {
      List<Object> list = new ArrayList<>();
      items.forEach(item -> list.add(plain(item)));
      return list;
    }
    if (value instanceof Length length && length.unit() == Length.Unit.UPDATES) {
      return (long) length.amount();
    }
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT)
        : value.toString();
  }

  private String commandLine() {
    StringBuilder line = new StringBuilder(command.root().name());
    for (String argument : console.arguments()) {
      line.append(' ').append(ShellWords.quoted(argument));
    }
    return line.toString();
  }
}
