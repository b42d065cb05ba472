package dev.preflight.schedules;

/**
 * Triangles between a base and a peak (Smith 2017, "Cyclical learning rates for training neural
 * networks").
 *
 * @param base value at the start of each cycle
 * @param peak value after {@code up} updates of a cycle of full height; below the base for momentum
 */
record Cyclic(double base, double peak, long up, long down, CycleScale scale) implements Curve {

  @Override
  public double at(long update) {
    long cycle = update / (up + down);
    long local = update % (up + down);
    double height = local <= up ? (double) local / up : (double) (up + down - local) / down;
    double share = height * scale.at(cycle, update);
    return share >= 1 ? peak : base + (peak - base) * share;
  }

  @Override
  public String phaseAt(long update) {
    return "cycle " + (update / (up + down) + 1);
  }
}
