package dev.preflight.tuner.study.sampler;

/**
 * Kernels over choices: a trial's own choice has one count more than the others, which share one
 * prior count among all trials; the prior has all alike.
 */
final class ChoiceKernels implements Kernels {
  private final int choices;
  private final int[] chosen;
  private final double own;
  private final double other;
  private final double logOwn;
  private final double logOther;

  ChoiceKernels(Column column, int[] trials) {
    choices = (int) column.high + 1;
    chosen = new int[trials.length + 1];
    for (int k = 0; k < trials.length; k++) {
      chosen[k] = (int) column.at(trials[k]);
    }
    chosen[trials.length] = -1;
    double prior = 1.0 / (trials.length + 1);
    double total = 1 + choices * prior;
    own = (prior + 1) / total;
    other = prior / total;
    logOwn = Math.log(own);
    logOther = Math.log(other);
  }

  @Override
  public boolean categorical() {
    return true;
  }

  @Override
  public double draw(int kernel, double uniform) {
    double cumulated = 0;
    for (int c = 0; c < choices - 1; c++) {
      cumulated += probability(kernel, c);
      if (cumulated >= uniform) {
        return c;
      }
    }
    return choices - 1;
  }

  private double probability(int kernel, int choice) {
    if (chosen[kernel] < 0) {
      return 1.0 / choices;
    }
    return chosen[kernel] == choice ? own : other;
  }

  @Override
  public void addConstant(double[] sums) {
    // Adding the difference of a trial's own choice later would round otherwise than adding the
    // logarithm itself, and choices that are equally good would no longer be equal.
  }

  @Override
  public void addDensity(double value, double[] sums) {
    int choice = (int) value;
    int prior = chosen.length - 1;
    for (int k = 0; k < prior; k++) {
      sums[k] += chosen[k] == choice ? logOwn : logOther;
    }
    sums[prior] += Math.log(1.0 / choices);
  }
}
