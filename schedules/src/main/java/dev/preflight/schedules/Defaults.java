package dev.preflight.schedules;

/**
 * Every default of the schedules, in one place, quoted by code, help and documentation. Lengths are
 * written as in a spec.
 *
 * @since 0.1
 */
public final class Defaults {
  /** Largest learning rate that can be written; beyond it a typing error is likelier. */
  public static final double LARGEST_RATE = 1e6;

  /** Length of a cooldown: Hägele et al. 2024 find 10 % to 20 % enough for WSD. */
  public static final String COOLDOWN = "20%";

  /** Length of the warmup inside {@code wsd}. */
  public static final String WARMUP = "5%";

  /** Interval of {@code step}: with a factor of 0.1, three drops in a run (He et al. 2016). */
  public static final String STEP_EVERY = "30%";

  /** Factor of a drop, the usual one since Krizhevsky et al. 2012. */
  public static final String STEP_FACTOR = "0.1";

  /** Share of {@code one-cycle} spent rising (as PyTorch). */
  public static final String ONE_CYCLE_RISE = "0.3";

  /** First rate of {@code one-cycle}, relative to the peak (div 25, as PyTorch and fastai). */
  public static final String ONE_CYCLE_START = "4%";

  /** Last rate of {@code one-cycle}, relative to the peak (PyTorch's 1 / (25 * 1e4)). */
  public static final String ONE_CYCLE_END = "0.0004%";

  /** Momentum at the low and at the high rate of {@code one-cycle} (as PyTorch and fastai). */
  public static final double ONE_CYCLE_MOMENTUM_HIGH = 0.95;

  /** Momentum at the peak of {@code one-cycle}. */
  public static final double ONE_CYCLE_MOMENTUM_LOW = 0.85;

  /** Lower rate of {@code cyclic} relative to the peak: Smith 2017, section 3.3, a quarter. */
  public static final String CYCLIC_BASE = "25%";

  /** Cycles of {@code cyclic} in a run, whole ones, so that it ends at its lower rate. */
  public static final String CYCLIC_CYCLES = "5";

  /** Momentum at the base rate of {@code cyclic} (as PyTorch). */
  public static final double CYCLIC_MOMENTUM_HIGH = 0.9;

  /** Momentum at the peak of {@code cyclic} (as PyTorch). */
  public static final double CYCLIC_MOMENTUM_LOW = 0.8;

  /** First period of {@code cosine-restarts}: four equal cycles in a run. */
  public static final String RESTART_PERIOD = "25%";

  /** Where {@code flat-cosine} starts to fall (as fastai). */
  public static final String FLAT_UNTIL = "75%";

  private Defaults() {}
}
