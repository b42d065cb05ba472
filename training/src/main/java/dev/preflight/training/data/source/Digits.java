package dev.preflight.training.data.source;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Shuffle;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The drawn digits: 28 x 28 grey images of 0 to 9, so that Preflight can be tried without a file.
 *
 * <p>Each image is one of several handwritten skeletons ({@link DigitShapes}) with jittered control
 * points, bent by a smooth displacement, rotated, sheared, scaled and shifted, drawn with a pen of
 * random width and strength on a noisy background, sometimes with a stray stroke. The ranges below
 * were tuned so that a linear model stays near 90 % and a small convolutional net exceeds 98 %.
 * Every image depends on its index alone; the arithmetic is the same on every JVM.
 */
final class Digits {
  static final int SIDE = 28;
  static final int CLASSES = 10;
  static final int TRAIN = 8_000;
  static final int VALIDATION = 2_000;

  private static final long SEED = 20_261_121L;

  /** Half extent of the skeleton box in pixels before scaling. */
  private static final double HALF_WIDTH = 7.6;

  private static final double HALF_HEIGHT = 9.6;

  /** Standard deviation of each control point, in the unit box. */
  private static final double JITTER = 0.033;

  /** Standard deviations: rotation and shear in radians, log scale, shift in pixels. */
  private static final double ROTATION = 0.17;

  private static final double SHEAR = 0.17;
  private static final double LOG_SCALE = 0.11;
  private static final double SHIFT = 1.1;

  /** Largest amplitude of the smooth displacement, in pixels. */
  private static final double BEND = 1.25;

  private static final double PEN_MIN = 1.3;
  private static final double PEN_MAX = 3.4;
  private static final double STRAY_STROKE = 0.25;
  private static final double NOISE_MAX = 0.14;

  private Digits() {}

  /** The whole set: 8,000 images to train on and 2,000 for validation, each class equally often. */
  static Loaded load(Options options) {
    Dataset validation =
        options.has("validation") || options.has("split") ? null : draw(TRAIN, VALIDATION);
    int classes = options.positive("classes").orElse(CLASSES);
    if (classes < CLASSES) {
      throw new InputException(
          "Data option classes=" + classes + " is too few for the 10 digits.", "Leave it out.");
    }
    return new Loaded(
        draw(0, TRAIN),
        validation,
        validation == null ? "" : "2,000 more drawn digits, 200 of each class",
        OptionalInt.of(classes),
        classes == CLASSES
            ? IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList()
            : List.of(),
        List.of(),
        List.of());
  }

  /** The images from index {@code first}: features uint8 [count, 28, 28, 1], labels int32 ids. */
  static Dataset draw(int first, int count) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
    }
    Shuffle.shuffle(labels, Shuffle.random(SEED, -1L - first));
    byte[] pixels = new byte[count * SIDE * SIDE];
    float[] canvas = new float[SIDE * SIDE];
    for (int i = 0; i < count; i++) {
      SplittableRandom random = Shuffle.random(SEED, first + i);
      drawOne(labels[i], random, canvas);
      develop(canvas, random, pixels, i * canvas.length);
    }
    return Dataset.of(
        HostArray.ofUint8(pixels, count, SIDE, SIDE, 1), HostArray.ofInts(labels, count));
  }

  /** Draws the ink, 0 to 1, of one digit. */
  private static void drawOne(int digit, SplittableRandom random, float[] canvas) {
    Arrays.fill(canvas, 0);
    List<DigitShapes.Stroke> strokes =
        DigitShapes.strokes(digit, Shuffle.bounded(random, DigitShapes.variants(digit)));
    Placement placement = new Placement(random);
    double pen = between(random, PEN_MIN, PEN_MAX);
    for (DigitShapes.Stroke stroke : strokes) {
      double[] points = stroke.points().clone();
      for (int i = 0; i < points.length; i++) {
        points[i] += JITTER * normal(random);
      }
      double[] line = placement.place(DigitShapes.trace(stroke.curved(), points));
      ink(canvas, line, pen, 1);
    }
    if (uniform(random) < STRAY_STROKE) {
      double x = between(random, 0, SIDE);
      double y = between(random, 0, SIDE);
      double[] line = {x, y, x + between(random, -9, 9), y + between(random, -9, 9)};
      ink(canvas, line, between(random, 1, 2), between(random, 0.3, 0.8));
    }
  }

  /** Turns ink into pixels: paper shade, strength of the ink, noise. */
  private static void develop(float[] canvas, SplittableRandom random, byte[] pixels, int offset) {
    double paper = between(random, 0, 0.2);
    double strength = between(random, 0.5, 1 - paper);
    double noise = between(random, 0.02, NOISE_MAX);
    for (int i = 0; i < canvas.length; i++) {
      double value = paper + strength * canvas[i] + noise * normal(random);
      pixels[offset + i] = (byte) (int) (255 * Math.min(1, Math.max(0, value)) + 0.5);
    }
  }

  /** Where the unit box lands on the canvas. */
  private static final class Placement {
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;
    private final double[] waves = new double[8];

    Placement(SplittableRandom random) {
      double angle = ROTATION * normal(random);
      double shear = SHEAR * normal(random);
      double width = HALF_WIDTH * StrictMath.exp(LOG_SCALE * normal(random) - 0.05);
      double height = HALF_HEIGHT * StrictMath.exp(LOG_SCALE * normal(random) - 0.05);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      // Scale, then shear along x, then rotate.
      xx = cos * width;
      xy = (cos * shear - sin) * height;
      yx = sin * width;
      yy = (sin * shear + cos) * height;
      shiftX = SIDE / 2.0 + SHIFT * normal(random);
      shiftY = SIDE / 2.0 + SHIFT * normal(random);
      for (int i = 0; i < waves.length; i += 4) {
        waves[i] = between(random, -BEND, BEND);
        waves[i + 1] = between(random, -3, 3);
        waves[i + 2] = between(random, -3, 3);
        waves[i + 3] = between(random, 0, 2 * Math.PI);
      }
    }

    /** Maps points of the unit box, x and y in turn, to pixels. */
    double[] place(double[] points) {
      double[] placed = new double[points.length];
      for (int i = 0; i < points.length; i += 2) {
        double x = 2 * points[i] - 1;
        double y = 2 * points[i + 1] - 1;
        placed[i] = shiftX + xx * x + xy * y + wave(0, x, y);
        placed[i + 1] = shiftY + yx * x + yy * y + wave(4, x, y);
      }
      return placed;
    }

    private double wave(int at, double x, double y) {
      return waves[at] * StrictMath.sin(waves[at + 1] * x + waves[at + 2] * y + waves[at + 3]);
    }
  }

  /** Adds a line of the given width in pixels; where lines overlap the darker one stays. */
  private static void ink(float[] canvas, double[] line, double pen, double strength) {
    double reach = pen / 2 + 0.5;
    for (int i = 0; i + 3 < line.length; i += 2) {
      double ax = line[i];
      double ay = line[i + 1];
      double bx = line[i + 2] - ax;
      double by = line[i + 3] - ay;
      double length2 = Math.max(1e-9, bx * bx + by * by);
      int left = (int) Math.max(0, Math.floor(Math.min(ax, ax + bx) - reach));
      int right = (int) Math.min(SIDE - 1, Math.ceil(Math.max(ax, ax + bx) + reach));
      int top = (int) Math.max(0, Math.floor(Math.min(ay, ay + by) - reach));
      int bottom = (int) Math.min(SIDE - 1, Math.ceil(Math.max(ay, ay + by) + reach));
      for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
          double px = column + 0.5 - ax;
          double py = row + 0.5 - ay;
          double along = Math.min(1, Math.max(0, (px * bx + py * by) / length2));
          double dx = px - along * bx;
          double dy = py - along * by;
          // Full ink inside the pen, fading over one pixel at its edge.
          double cover = Math.min(1, Math.max(0, reach - Math.sqrt(dx * dx + dy * dy)));
          int pixel = row * SIDE + column;
          canvas[pixel] = Math.max(canvas[pixel], (float) (strength * cover));
        }
      }
    }
  }

  private static double uniform(SplittableRandom random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * uniform(random);
  }

  /**
   * Nearly normal with mean 0 and variance 1, within 3.5: the sum of four 16-bit uniforms of one
   * draw. Cheap and exact on every JVM, which {@code nextGaussian} is not.
   */
  private static double normal(SplittableRandom random) {
    long bits = random.nextLong();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum * 0x1p-16 - 2 + 2 * 0x1p-16) * 1.7320508075688772;
  }
}
