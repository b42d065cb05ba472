package dev.preflight.cli.machine;

import dev.preflight.cli.process.Console;
import java.util.List;

/** The commands about the machine. */
public final class MachineCommands {
  private MachineCommands() {}

  /** Fresh ones that speak through this console, in the order of the help. */
  public static List<Object> of(Console console) {
    return List.of(new ClasspathCommand(console), new DoctorCommand(console));
  }
}
