package dev.preflight.sanity;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.training.Progress;
import dev.preflight.training.data.TrainingData;
import java.time.Duration;
import java.util.List;

/** Data alone. */
final class DataSubject implements Subject {

  private final DataLab lab;

  DataSubject(TrainingData data, CheckupOptions options, Progress progress) {
    this.lab = new DataLab(data, options, progress, options.seed());
  }

  @Override
  public int seeds() {
    return 1;
  }

  @Override
  public Finding run(Check check, int only) {
    if (check instanceof DataCheck dataCheck) {
      return dataCheck.judge(lab);
    }
    throw new IllegalArgumentException(check.info().id() + " needs a graph");
  }

  @Override
  public DataLab data() {
    return lab;
  }

  @Override
  public String cost(List<Check> checks) {
    return "";
  }

  @Override
  public Duration usual(Check check) {
    return Duration.ZERO;
  }

  @Override
  public String told() {
    return "";
  }

  @Override
  public List<Chart> charts() {
    return List.of();
  }

  @Override
  public String fine() {
    return "Nothing found that speaks against training on these data.";
  }

  @Override
  public Advice next() {
    return Advice.of("Check a program on it: preflight check PROGRAM --data SPEC.");
  }

  @Override
  public void close() {}
}
