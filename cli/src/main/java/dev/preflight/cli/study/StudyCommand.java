package dev.preflight.cli.study;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.storage.Storages;
import dev.preflight.tuner.study.storage.StudyArchive;
import dev.preflight.tuner.study.storage.StudyRecord;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code preflight study}: looks after studies, Optuna's as well. */
@Command(
    name = "study",
    description = "Lists, shows, exports, imports and deletes studies, Optuna's as well.")
final class StudyCommand implements Runnable {

  /** How rows are printed. */
  enum Format {
    TABLE,
    JSON,
    CSV
  }

  private final Console console;

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Spec
  CommandSpec spec;

  StudyCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "one of list, show, best, export, import and delete is missing");
  }

  private void print(StudyTable table, Format format, Object json) {
    console
        .out()
        .print(
            switch (format) {
              case TABLE -> table.text();
              case CSV -> table.csv();
              case JSON -> JsonText.write(json) + "\n";
            });
  }

  @Command(name = "list", description = "The studies of a storage.")
  void list(
      @Mixin StudyFile file,
      @Option(names = "--format", description = "table, json or csv.", defaultValue = "table")
          Format format) {
    try (Storage storage = file.open(console, true)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      List<@Nullable Object> json = new ArrayList<>();
      for (StudyRecord study : storage.studies()) {
        List<FrozenTrial> trials = storage.trials(study.id());
        String directions = String.join(" ", study.directions().stream().map(Enum::name).toList());
        String shown = directions.toLowerCase(Locale.ROOT);
        long complete = trials.stream().filter(t -> t.state() == TrialState.COMPLETE).count();
        Double best =
            study.directions().size() > 1
                ? null
                : study(storage, study).best().map(FrozenTrial::value).orElse(null);
        rows.add(row(study.name(), shown, trials.size(), complete, best));
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", study.name());
        object.put("directions", study.directions().stream().map(Enum::name).toList());
        object.put("trials", (long) trials.size());
        object.put("complete", complete);
        object.put("best", best);
        json.add(object);
      }
      print(
          new StudyTable(List.of("study", "directions", "trials", "complete", "best"), rows),
          format,
          json);
    }
  }

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    List<@Nullable Object> row = new ArrayList<>();
    Collections.addAll(row, cells);
    return row;
  }

  /** A study to look at. */
  private static Study study(Storage storage, StudyRecord record) {
    return Study.open(storage, StudyOptions.of(record.name(), record.directions()));
  }

  @Command(name = "show", description = "The trials of a study.")
  void show(
      @Mixin StudyFile file,
      @Option(names = "--format", description = "table, json or csv.", defaultValue = "table")
          Format format) {
    try (Storage storage = file.open(console, true)) {
      trials(storage.trials(file.study(storage).id()), format);
    }
  }

  @Command(name = "best", description = "The best trial of a study, or its front.")
  void best(
      @Mixin StudyFile file,
      @Option(names = "--format", description = "table, json or csv.", defaultValue = "table")
          Format format) {
    try (Storage storage = file.open(console, true)) {
      StudyRecord record = file.study(storage);
      Study study = study(storage, record);
      List<FrozenTrial> best =
          record.directions().size() > 1 ? study.bestTrials() : study.best().stream().toList();
      if (best.isEmpty()) {
        throw new StudyException(
            "the study '" + record.name() + "' has no complete trial", "run more of them");
      }
      trials(best, format);
    }
  }

  private void trials(List<FrozenTrial> trials, Format format) {
    Set<String> names = new LinkedHashSet<>();
    int objectives = 1;
    for (FrozenTrial trial : trials) {
      names.addAll(trial.params().keySet());
      objectives = Math.max(objectives, trial.values().size());
    }
    List<String> columns = new ArrayList<>(List.of("trial", "state"));
    for (int o = 0; o < objectives; o++) {
      columns.add(objectives == 1 ? "value" : "value" + (o + 1));
    }
    columns.addAll(names);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FrozenTrial trial : trials) {
      List<@Nullable Object> row =
          row(trial.number(), trial.state().name().toLowerCase(Locale.ROOT));
      for (int o = 0; o < objectives; o++) {
        row.add(o < trial.values().size() ? trial.values().get(o) : null);
      }
      for (String name : names) {
        ParameterValue value = trial.params().get(name);
        row.add(value == null ? null : value.value());
      }
      rows.add(row);
    }
    print(new StudyTable(columns, rows), format, trials.stream().map(StudyArchive::plain).toList());
  }

  @Command(name = "export", description = "Writes a whole study as JSON.")
  void export(
      @Mixin StudyFile file,
      @Parameters(paramLabel = "FILE", description = "The file to write.") Path target) {
    try (Storage storage = file.open(console, true)) {
      StudyRecord study = file.study(storage);
      String json = new StudyArchive(study, storage.trials(study.id())).write();
      OutputDirectory.write(console.environment().resolve(target), json, target);
      console.out().println("Study: " + target);
    }
  }

  @Command(
      name = "import",
      description = "Takes over an exported study, or one of another storage; --study renames it.")
  void take(
      @Mixin StudyFile file,
      @Option(
              names = "--from-study",
              paramLabel = "NAME",
              description = "Which study of the other storage. Default: the only one.")
          @Nullable String from,
      @Parameters(paramLabel = "FILE|sqlite:FILE", description = "The study to take.")
          String source) {
    StudyArchive archive = source.contains(":") ? other(source, from) : read(source);
    String name = file.place.study == null ? archive.study().name() : file.place.study;
    try (Storage storage = file.open(console, false)) {
      archive.restore(storage, name);
      console.out().println("Study: " + name + ", " + archive.trials().size() + " trials");
    }
  }

  private StudyArchive other(String source, @Nullable String name) {
    StudyFile file = new StudyFile();
    file.place.storage = source;
    file.place.study = name;
    try (Storage storage = Storages.open(source, console.environment().directory(), true)) {
      StudyRecord study = file.study(storage);
      return new StudyArchive(study, storage.trials(study.id()));
    }
  }

  private StudyArchive read(String source) {
    try {
      return StudyArchive.read(Files.readString(console.environment().resolve(Path.of(source))));
    } catch (IOException e) {
      throw new InputException(
          "cannot read '" + source + "': " + OutputDirectory.reason(e),
          "name a file that 'preflight study export' wrote, or sqlite:FILE",
          e);
    } catch (StudyException e) {
      throw e.in(source);
    }
  }

  @Command(name = "delete", description = "Deletes a study, which must be named, with its trials.")
  void delete(@Mixin StudyFile file) {
    if (file.place.study == null) {
      throw new StudyException("which study is to be deleted?", "name it by --study");
    }
    try (Storage storage = file.open(console, false)) {
      StudyRecord study = file.study(storage);
      storage.deleteStudy(study.id());
      console.out().println("Deleted: " + study.name());
    }
  }
}
