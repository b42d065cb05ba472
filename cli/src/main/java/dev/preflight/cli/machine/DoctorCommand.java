package dev.preflight.cli.machine;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.reports.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preflight doctor}. */
@Command(
    name = "doctor",
    description = "Looks whether this machine is able: Java, TensorFlow, devices, room, fonts.")
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The directory that will take results. Default: ${DEFAULT-VALUE}.",
      defaultValue = "preflight-out")
  Path out = Path.of("preflight-out");

  @Option(names = "--json", description = "Print the symptoms as JSON.")
  boolean json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Symptom> symptoms = new Examination(console.environment(), out).run();
    boolean failed = symptoms.stream().anyMatch(s -> s.state() == Symptom.State.FAIL);
    if (json) {
      console.out().print(Json.write(Map.of("symptoms", symptoms)));
    } else {
      symptoms.forEach(this::print);
    }
    return failed ? ExitCode.CHECK_FAILED : ExitCode.FINE;
  }

  private void print(Symptom symptom) {
    String state = symptom.state().name().toLowerCase(Locale.ROOT);
    console
        .out()
        .println(
            String.format(Locale.ROOT, "%-4s  %-11s %s", state, symptom.part(), symptom.seen()));
    if (!symptom.fix().isEmpty()) {
      console.out().println(" ".repeat(18) + symptom.fix());
    }
  }
}
