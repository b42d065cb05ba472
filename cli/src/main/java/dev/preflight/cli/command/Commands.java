package dev.preflight.cli.command;

import dev.preflight.cli.catalogue.CatalogueCommands;
import dev.preflight.cli.machine.MachineCommands;
import dev.preflight.cli.process.Console;
import dev.preflight.cli.result.ResultCommands;
import dev.preflight.cli.study.StudyCommands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All commands. */
public final class Commands {
  private Commands() {}

  /** Fresh ones that speak through this console, in the order of the help. */
  public static List<Object> of(Console console) {
    List<Object> commands = new ArrayList<>();
    Collections.addAll(
        commands,
        new DataCommand(console),
        new RunCommand(console),
        new CheckCommand(console),
        new LrFindCommand(console),
        new LrSearchCommand(console),
        new SchedulesCommand(console),
        new TuneCommand(console),
        new TrainCommand(console),
        new AblateCommand(console),
        new BaselineCommand(console),
        ResultCommands.watch(console));
    commands.addAll(StudyCommands.of(console));
    commands.add(new ScheduleCommand(console));
    commands.addAll(ResultCommands.of(console));
    commands.addAll(CatalogueCommands.of(console));
    commands.add(new ProgramsCommand(console));
    commands.addAll(MachineCommands.of(console));
    return commands;
  }
}
