package dev.preflight.schedules;

/** How a ramp gets from its start to its end: the share that remains at progress p in [0, 1]. */
@FunctionalInterface
interface Shape {

  /** 1 at progress 0, 0 at progress 1, and between them elsewhere. */
  double remaining(double progress);

  Shape LINEAR = progress -> 1 - progress;

  /** Loshchilov and Hutter 2017, SGDR, eq. 5. */
  Shape COSINE = progress -> 0.5 * (1 + Math.cos(Math.PI * progress));

  /** Hägele et al. 2024, "Scaling laws and compute-optimal training beyond fixed durations". */
  Shape ONE_MINUS_SQRT = progress -> 1 - Math.sqrt(progress);

  /** Chen, Wolfe and Kyrillidis, MLSys 2022, "REX: revisiting budgeted training". */
  Shape REX = progress -> (1 - progress) / (0.5 + 0.5 * (1 - progress));

  /** Falls as a power of what remains; power 1 is linear. */
  static Shape power(double exponent) {
    return progress -> Math.pow(1 - progress, exponent);
  }

  /** The shape a word of a spec stands for. */
  static Shape named(String word) {
    return switch (word) {
      case "linear" -> LINEAR;
      case "cosine" -> COSINE;
      case "1-sqrt" -> ONE_MINUS_SQRT;
      default -> throw new IllegalArgumentException("no shape is called " + word);
    };
  }
}
