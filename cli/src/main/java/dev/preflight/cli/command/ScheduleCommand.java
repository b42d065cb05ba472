package dev.preflight.cli.command;

import dev.preflight.cli.process.Build;
import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Json;
import dev.preflight.reports.Provenance;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.reports.render.SvgPicture;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.ScheduleSyntaxException;
import dev.preflight.schedules.ScheduleTable;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.Length;
import dev.preflight.tuner.schedule.ScheduleFit;
import dev.preflight.tuner.schedule.ScheduleReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preflight schedule}: values of a schedule, without TensorFlow. */
@Command(
    name = "schedule",
    description =
        "Shows the learning rates of a schedule, such as 'warmup(5%%) + cosine(peak=0.1)'.")
final class ScheduleCommand implements Callable<Integer> {
  private static final int TABLE_ROWS = 12;
  private static final int PLOT_POINTS = 2000;

  private final Console console;

  @Parameters(paramLabel = "SPEC", description = "The schedule; quote it for the shell.")
  String spec = "";

  @Option(
      names = {"--updates", "--steps"},
      paramLabel = "LENGTH",
      required = true,
      converter = RunLength.Converter.class,
      description =
          "Planned length of the run: updates, or epochs such as 5ep with --steps-per-epoch.")
  Length length = Length.updates(1);

  private long steps;

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      description = "Length of an epoch in updates, for schedules that count in epochs.",
      defaultValue = "0")
  long stepsPerEpoch;

  @ArgGroup(exclusive = true)
  @Nullable Form form;

  /** What to print instead of a short table. */
  static final class Form {
    @Option(names = "--csv", description = "Print every update as comma-separated values.")
    boolean csv;

    @Option(names = "--json", description = "Print the schedule and some of its values as JSON.")
    boolean json;

    @Option(
        names = "--plot",
        paramLabel = "FILE",
        description = "Draw it: a report if FILE ends in .html, the bare picture if in .svg.")
    @Nullable Path plot;
  }

  ScheduleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    steps = updates();
    PlannedSchedule schedule = schedule();
    tellMisfit();
    if (form == null) {
      table(schedule);
    } else if (form.csv) {
      csv(schedule);
    } else if (form.json) {
      console.out().print(Json.write(json(ScheduleTable.of(schedule, PLOT_POINTS))));
    } else if (form.plot != null) {
      plot(schedule, form.plot);
    }
    return ExitCode.FINE;
  }

  private long updates() {
    if (length.unit() == Length.Unit.EPOCHS && stepsPerEpoch < 1) {
      throw new InputException(
          "--updates " + length + " needs the length of an epoch",
          "give --steps-per-epoch N as well");
    }
    return length.in(stepsPerEpoch);
  }

  private PlannedSchedule schedule() {
    try {
      return ScheduleSpec.parse(spec).resolve(Run.of(steps, stepsPerEpoch));
    } catch (ScheduleSyntaxException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "", e);
    }
  }

  /** A schedule whose own length is not that of the run is shown, and told. */
  private void tellMisfit() {
    ScheduleFit.finding(ScheduleSpec.parse(spec), Run.of(steps, stepsPerEpoch))
        .ifPresent(
            f -> console.err().println("WARN  " + f.label() + ": " + f.title() + ". " + f.fix()));
  }

  private void table(PlannedSchedule schedule) {
    PrintStream out = console.out();
    ScheduleTable table = ScheduleTable.of(schedule, TABLE_ROWS);
    boolean momentum = schedule.momentumAt(0).isPresent();
    out.printf(Locale.ROOT, "%s over %,d updates%n", table.spec(), table.run().updates());
    out.printf(
        Locale.ROOT,
        "%12s  %13s%s  %s%n",
        "update",
        "learning rate",
        momentum ? "  momentum" : "",
        "phase");
    for (ScheduleTable.Row row : table.rows()) {
      String second =
          momentum ? String.format(Locale.ROOT, "  %8.4f", row.momentum().orElse(0)) : "";
      out.printf(
          Locale.ROOT,
          "%12d  %13s%s  %s%n",
          row.update(),
          String.format(Locale.ROOT, "%.6g", row.learningRate()),
          second,
          row.phase());
    }
    table.conventions().forEach(out::println);
  }

  private void csv(PlannedSchedule schedule) {
    boolean momentum = schedule.momentumAt(0).isPresent();
    StringBuilder line = new StringBuilder();
    console.out().print("update,learning_rate" + (momentum ? ",momentum" : "") + ",phase\n");
    for (long update = 0; update < steps && !console.out().checkError(); update++) {
      line.setLength(0);
      line.append(update).append(',').append(schedule.at(update));
      OptionalDouble second = schedule.momentumAt(update);
      if (momentum) {
        line.append(',').append(second.orElse(Double.NaN));
      }
      line.append(',').append(schedule.phaseAt(update)).append('\n');
      console.out().append(line);
    }
  }

  private static Map<String, Object> json(ScheduleTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schedule", table.spec());
    json.put("updates", table.run().updates());
    json.put("update", table.rows().stream().map(ScheduleTable.Row::update).toList());
    json.put("learningRate", table.rows().stream().map(ScheduleTable.Row::learningRate).toList());
    if (table.rows().get(0).momentum().isPresent()) {
      json.put("momentum", table.rows().stream().map(row -> row.momentum().orElse(0)).toList());
    }
    json.put("phase", table.rows().stream().map(ScheduleTable.Row::phase).toList());
    json.put("conventions", table.conventions());
    return json;
  }

  /** The ending of the file's name decides what it holds. */
  private void plot(PlannedSchedule schedule, Path target) {
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    boolean picture = name.endsWith(".svg");
    if (!picture && !name.endsWith(".html")) {
      throw new InputException(
          "--plot: cannot tell what '" + target + "' should be",
          "give it the ending .html for a report or .svg for the bare picture");
    }
    ScheduleTable table = ScheduleTable.of(schedule, PLOT_POINTS);
    Report<?> report = ScheduleReport.of(table, ScheduleSpec.parse(spec));
    String content =
        picture ? SvgPicture.render(table.spec(), report.charts()) : page(table, report);
    OutputDirectory.write(console.environment().resolve(target), content, target);
    console.out().println((picture ? "Picture: " : "Report: ") + target);
  }

  private String page(ScheduleTable table, Report<?> report) {
    ResultDocument document =
        ResultDocument.of("schedule", table.spec(), report, provenance()).build();
    return HtmlReport.render(List.of(document));
  }

  private Provenance provenance() {
    Build build = Build.read();
    return new Provenance(
        build.preflight(),
        "not used",
        Build.java(),
        Build.os(),
        "none",
        0,
        0,
        "",
        "",
        Map.of("steps", steps, "steps-per-epoch", stepsPerEpoch),
        "preflight schedule '" + spec + "' --steps " + steps,
        null,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        0);
  }
}
