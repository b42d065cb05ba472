package dev.preflight.tuner.study;

import dev.preflight.tuner.study.sampler.ExhaustedException;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trials of an objective, one after another or side by side, until a limit is reached. A trial that
 * comes to nothing, even by running out of memory, is recorded, and the next one begins.
 */
public final class Optimization {
  private final Study study;
  private final Objective objective;
  private final Limits limits;
  private final Consumer<FrozenTrial> afterTrial;
  private final long deadline;
  private int begun;
  private int failuresInARow;
  private int withoutBetter;
  private double best = Double.POSITIVE_INFINITY;
  private volatile @Nullable Ending ending;

  /**
   * @param afterTrial called after every trial, by one thread at a time
   */
  public Optimization(
      Study study, Objective objective, Limits limits, Consumer<FrozenTrial> afterTrial) {
    this.study = study;
    this.objective = objective;
    this.limits = limits;
    this.afterTrial = afterTrial;
    this.deadline =
        limits.time().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
    study.best().ifPresent(trial -> best = loss(trial));
  }

  /** Begins no more trials; those that run are finished. */
  public void stop() {
    end(Ending.STOPPED);
  }

  private synchronized void end(Ending why) {
    if (ending == null) {
      ending = why;
    }
  }

  /**
   * Runs trials.
   *
   * @param jobs how many side by side; at least 1
   * @return why it stopped
   * @throws StudyException if the storage fails, or a parameter cannot be what it is asked to be
   */
  public Ending run(int jobs) {
    study.endLostTrials();
    if (jobs == 1) {
      work();
    } else {
      workTogether(jobs);
    }
    Ending why = ending;
    return why == null ? Ending.STOPPED : why;
  }

  private void workTogether(int jobs) {
    ExecutorService workers = Executors.newFixedThreadPool(jobs);
    try {
      List<? extends Future<?>> futures =
          IntStream.range(0, jobs).mapToObj(i -> workers.submit(this::work)).toList();
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      end(Ending.STOPPED);
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      end(Ending.STOPPED);
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdown();
    }
  }

  private void work() {
    while (true) {
      Trial trial;
      synchronized (study) {
        if (!another()) {
          return;
        }
        try {
          trial = study.ask();
        } catch (ExhaustedException e) {
          end(Ending.EXHAUSTED);
          return;
        }
        begun++;
      }
      finished(evaluate(trial));
    }
  }

  private boolean another() {
    if (ending != null) {
      return false;
    }
    if (limits.time().isPresent() && System.nanoTime() - deadline >= 0) {
      end(Ending.TIME);
    } else if (begun >= limits.more().orElse(Integer.MAX_VALUE) || counted()) {
      end(Ending.TRIALS);
    }
    return ending == null;
  }

  private boolean counted() {
    return limits.total().isPresent()
        && study.trials().stream().filter(Study::counts).count() >= limits.total().getAsInt();
  }

  private FrozenTrial evaluate(Trial trial) {
    try {
      return study.tell(trial, objective.evaluate(trial));
    } catch (TrialPrunedException e) {
      return study.tellPruned(trial);
    } catch (TrialFailedException e) {
      return study.tell(trial, e.failure());
    } catch (StudyException e) {
      study.tell(trial, new Failure(Failure.Reason.ERROR, String.valueOf(e.getMessage())));
      throw e;
    } catch (InterruptedException e) {
      // The objective was told to stop. The thread goes on to write down what there is, and must
      // not
      // find its channels closed by a flag.
      end(Ending.STOPPED);
      return study.tell(trial, new Failure(Failure.Reason.INTERRUPTED, "it was interrupted"));
    } catch (OutOfMemoryError e) {
      return study.tell(
          trial, new Failure(Failure.Reason.ERROR, "out of memory: " + e.getMessage()));
    } catch (Exception e) {
      return study.tell(trial, new Failure(Failure.Reason.ERROR, e.toString()));
    }
  }

  private synchronized void finished(FrozenTrial trial) {
    failuresInARow = trial.state() == TrialState.FAIL ? failuresInARow + 1 : 0;
    boolean valued = trial.state() == TrialState.COMPLETE && trial.violation() <= 0;
    if (valued && loss(trial) < best) {
      best = loss(trial);
      withoutBetter = 0;
    } else {
      withoutBetter++;
    }
    afterTrial.accept(trial);
    if (failuresInARow >= limits.failures().orElse(Integer.MAX_VALUE)) {
      end(Ending.FAILURES);
    }
    if (study.options().directions().size() > 1) {
      return;
    }
    if (limits.target().isPresent() && best <= direction().loss(limits.target().getAsDouble())) {
      end(Ending.TARGET);
    }
    if (withoutBetter >= limits.stagnation().orElse(Integer.MAX_VALUE)) {
      end(Ending.STAGNATION);
    }
  }

  private Direction direction() {
    return study.options().directions().get(0);
  }

  private double loss(FrozenTrial trial) {
    return direction().loss(trial.value());
  }
}
