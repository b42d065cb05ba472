package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.TrialFailedException;
import dev.preflight.tuner.study.TrialPrunedException;
import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.trial.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The last value of a metric that a command prints, or appends to a file as JSON lines. */
final class CommandObjective implements Objective.Single {
  private static final long POLL_MILLIS = 50;

  private final CommandTuning.Plan plan;
  private final MetricLine metric;

  CommandObjective(CommandTuning.Plan plan) {
    this.plan = plan;
    this.metric = new MetricLine(plan.metric());
  }

  /** What a trial has told so far. */
  private static final class Told {
    double last = Double.NaN;
    boolean any;
    boolean pruned;
    long steps;
  }

  @Override
  public double evaluate(Trial trial) throws InterruptedException {
    List<String> command = plan.template().fill(trial.number(), trial.params());
    Path log = plan.logs().resolve(String.format(Locale.ROOT, "trial-%04d.log", trial.number()));
    Path metrics =
        plan.logs().resolve(String.format(Locale.ROOT, "trial-%04d.jsonl", trial.number()));
    trial.setUserAttribute("log", log.toString());
    Optional<Long> deadline =
        plan.limits().trialTime().map(Duration::toNanos).map(t -> System.nanoTime() + t);
    Told told = new Told();
    try (CommandProcess process =
        CommandProcess.start(command, plan.directory(), environment(trial, metrics), log)) {
      Tail tail = new Tail(metrics);
      while (!process.over() && !told.pruned) {
        if (plan.meter().cancelled()) {
          throw new InterruptedException("stopped by the user");
        }
        if (deadline.isPresent() && System.nanoTime() - deadline.get() >= 0) {
          throw new TrialFailedException(
              Failure.Reason.TIMEOUT,
              Sentence.of(
                  "it took longer than %s; last lines: %s",
                  plan.limits().trialTime().orElseThrow(), process.lastLines()));
        }
        String line = process.next(POLL_MILLIS);
        if (line != null) {
          hear(trial, line, told);
        }
        tail.lines().forEach(l -> hear(trial, l, told));
      }
      tail.lines().forEach(l -> hear(trial, l, told));
      if (told.pruned) {
        throw new TrialPrunedException();
      }
      return end(trial, process, told);
    }
  }

  private Map<String, String> environment(Trial trial, Path metrics) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PREFLIGHT_TRIAL", Integer.toString(trial.number()));
    environment.put("PREFLIGHT_PARAMS", JsonText.write(trial.params()));
    environment.put("PREFLIGHT_METRICS", metrics.toString());
    if (trial.continues().isPresent()) {
      environment.put("PREFLIGHT_CONTINUES", Integer.toString(trial.continues().getAsInt()));
      environment.put("PREFLIGHT_FROM_STEP", Long.toString(trial.lastStep()));
    }
    environment.put("PYTHONUNBUFFERED", "1");
    return environment;
  }

  private void hear(Trial trial, String line, Told told) {
    if (told.pruned) {
      return;
    }
    metric
        .read(line)
        .ifPresent(
            found -> {
              told.last = found.value();
              told.any = true;
              long step = found.step().orElse(told.steps);
              told.steps = step + 1;
              if (Double.isNaN(found.value())) {
                trial.report(step, Double.NaN);
                throw new TrialFailedException(
                    Failure.Reason.NOT_A_NUMBER,
                    Sentence.of("%s was NaN at step %d", plan.metric(), step));
              }
              if (plan.singleObjective() && step > trial.lastStep()) {
                told.pruned = plan.meter().prunes(trial, step, found.value(), false);
              }
            });
  }

  private double end(Trial trial, CommandProcess process, Told told) {
    trial.setUserAttribute("exit code", (long) process.exitCode());
    if (process.exitCode() != 0) {
      throw new TrialFailedException(
          Failure.Reason.ERROR,
          Sentence.of("exit code %d; last lines: %s", process.exitCode(), process.lastLines()));
    }
    if (!told.any) {
      plan.silent().incrementAndGet();
      throw new TrialFailedException(
          Failure.Reason.ERROR,
          Sentence.of(
              "no line had '%s=NUMBER'; last lines: %s", plan.metric(), process.lastLines()));
    }
    if (Double.isInfinite(told.last)) {
      throw new TrialFailedException(Failure.Reason.DIVERGED, plan.metric() + " is infinite");
    }
    return told.last;
  }

  /** Whole lines that a file has grown by; none while there is no file. */
  private static final class Tail {
    private final Path file;
    private long from;

    Tail(Path file) {
      this.file = file;
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      if (!Files.exists(file)) {
        return lines;
      }
      try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
        byte[] fresh = new byte[(int) Math.min(1 << 20, Math.max(0, input.length() - from))];
        input.seek(from);
        input.readFully(fresh);
        int start = 0;
        for (int i = 0; i < fresh.length; i++) {
          if (fresh[i] == '\n') {
            lines.add(new String(fresh, start, i - start, StandardCharsets.UTF_8));
            start = i + 1;
          }
        }
        from += start;
        return lines;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
