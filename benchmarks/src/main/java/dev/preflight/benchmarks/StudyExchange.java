package dev.preflight.benchmarks;

import dev.preflight.tuner.study.Limits;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Optimization;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.TrialFailedException;
import dev.preflight.tuner.study.TrialPrunedException;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.storage.SqliteStorage;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.storage.StudyArchive;
import dev.preflight.tuner.study.storage.StudyRecord;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a database with every kind of thing in it, for {@code benchmarks/studies.py} to read with
 * Optuna and to add trials to; then reads it and goes on.
 */
final class StudyExchange {

  private StudyExchange() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    try (Storage storage = SqliteStorage.open(folder.resolve("exchange.db"))) {
      if (args[0].equals("write")) {
        one(storage, 30);
        Study one = Study.open(storage, StudyOptions.of("one", Direction.MINIMIZE));
        one.enqueue(Map.of("lr", 0.1), false);
        one.enqueue(Map.of("lr", 0.2, "act", "elu"), false);
        one.ask();
        two(storage, 20);
        for (StudyRecord study : storage.studies()) {
          Files.writeString(
              folder.resolve(study.name() + ".json"),
              new StudyArchive(study, storage.trials(study.id())).write());
        }
      } else {
        one(storage, 5);
        two(storage, 5);
        for (StudyRecord study : storage.studies()) {
          System.out.println(study.name() + " " + storage.trials(study.id()).size());
        }
      }
    }
  }

  private static double suggested(Trial trial) {
    double lr = trial.suggestLog("lr", 1e-5, 1);
    double x = trial.suggestFloat("x", -5, 5);
    Object step = trial.suggest("step", FloatDistribution.stepped(0, 0.5, 0.05));
    long n = trial.suggestInt("n", 1, 9);
    Object odd = trial.suggest("odd", IntDistribution.stepped(1, 9, 2));
    Object units = trial.suggest("units", IntDistribution.log(16, 512));
    Object act = trial.suggestChoice("act", "relu", "elu", null, true, 1.5, 3);
    if ("relu".equals(act)) {
      trial.suggestFloat("leak", 0, 1);
    }
    trial.setUserAttribute("note", List.of(String.valueOf(step), String.valueOf(odd)));
    trial.setUserAttribute("units", String.valueOf(units));
    return Math.abs(Math.log10(lr) + 2) + x * x + n;
  }

  private static void one(Storage storage, int more) {
    Study study = Study.open(storage, StudyOptions.of("one", Direction.MINIMIZE));
    Objective.Single objective =
        trial -> {
          double value = suggested(trial);
          if (trial.number() % 7 == 3) {
            throw new TrialFailedException(Failure.Reason.DIVERGED, "the loss grew");
          }
          for (int step = 0; step < 5; step++) {
            trial.report(step, trial.number() == 8 ? Double.NaN : value + 1.0 / (step + 1));
            if (trial.shouldPrune()) {
              throw new TrialPrunedException();
            }
          }
          return trial.number() == 12 ? Double.POSITIVE_INFINITY : value;
        };
    new Optimization(study, Objective.of(objective), Limits.none().withMore(more), t -> {}).run(1);
  }

  private static void two(Storage storage, int more) {
    Study study =
        Study.open(
            storage, StudyOptions.of("two", List.of(Direction.MINIMIZE, Direction.MAXIMIZE)));
    Objective objective =
        trial -> {
          double value = suggested(trial);
          trial.setConstraint("size", value - 12);
          boolean infinite = trial.number() % 6 == 5;
          return List.of(value, infinite ? Double.NEGATIVE_INFINITY : value / 2);
        };
    new Optimization(study, objective, Limits.none().withMore(more), t -> {}).run(1);
  }
}
