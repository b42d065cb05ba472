package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import java.util.List;

/** All commands. */
public final class Commands {
  private Commands() {}

  /** Fresh ones that speak through this console, in the order of the help. */
  public static List<Object> of(Console console) {
    return List.of(
        new DataCommand(console),
        new CheckCommand(console),
        new LrFindCommand(console),
        new LrSearchCommand(console),
        new SchedulesCommand(console),
        new TuneCommand(console),
        new StudyCommand(console),
        new AskCommand(console),
        new TellCommand(console),
        new ScheduleCommand(console),
        new ReportCommand(console),
        new ProgramsCommand(console),
        new DoctorCommand(console));
  }
}
