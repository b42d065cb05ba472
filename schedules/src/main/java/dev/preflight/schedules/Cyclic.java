package dev.preflight.schedules;

/**
 * Triangles between a base and a peak (Smith 2017, "Cyclical learning rates for training neural
 * networks").
 *
 * @param base value at the start of each cycle
 * @param peak value at the top of a cycle of full height; below the base for momentum
 */
record Cyclic(double base, double peak, Turns turns, CycleScale scale) implements Curve {

  @Override
  public double at(long update) {
    long cycle = turns.cycle(update);
    long top = turns.top(cycle);
    double height;
    if (update <= top) {
      long start = turns.start(cycle);
      height = (double) (update - start) / (top - start);
    } else {
      long end = turns.start(cycle + 1);
      height = (double) (end - update) / (end - top);
    }
    double share = height * scale.at(cycle, update);
    return share >= 1 ? peak : base + (peak - base) * share;
  }

  @Override
  public String phaseAt(long update) {
    return "cycle " + (turns.cycle(update) + 1);
  }
}
