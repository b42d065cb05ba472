package dev.preflight.cli.study;

import dev.preflight.cli.process.Console;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.auto.Samplers;
import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.trial.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight ask}. */
@Command(
    name = "ask",
    description = {
      "Begins a trial and prints its number and parameters as JSON; 'preflight tell' ends it.",
      "The study is begun by the first ask."
    })
final class AskCommand implements Callable<Integer> {

  private final Console console;

  @Mixin StudyFile file = new StudyFile();
  @Mixin SpaceOptions space = new SpaceOptions();

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description = "Who chooses, as for 'preflight tune'. Default: " + Samplers.DEFAULT + ".")
  String sampler = Samplers.DEFAULT;

  @Option(
      names = "--direction",
      paramLabel = "minimize|maximize",
      description = "What is good, of a study that is begun; once an objective. Default: minimize.")
  @Nullable List<Direction> directions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "All randomness follows from it. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  long seed;

  AskCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SearchSpace declared =
        space
            .read(console.environment())
            .orElseThrow(
                () ->
                    new StudyException(
                        "there is nothing to ask for", "declare it with --param 'lr=log(1e-5,1)'"));
    String name = file.place.study == null ? "study" : file.place.study;
    try (Storage storage = file.open(console, false)) {
      List<Direction> wanted =
          directions != null
              ? directions
              : storage.study(name).map(s -> s.directions()).orElse(List.of(Direction.MINIMIZE));
      Study study =
          Study.open(
              storage,
              StudyOptions.of(name, wanted)
                  .withSampler(Samplers.named(sampler, seed))
                  .withSeed(seed)
                  .withSpace(declared));
      Trial trial = study.askForOthers();
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("study", name);
      answer.put("trial", (long) trial.number());
      answer.put("params", trial.params());
      console.out().println(JsonText.write(answer));
    }
    return 0;
  }
}
