package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.image.ImageDecoder;
import dev.preflight.training.data.image.ImageForm;
import dev.preflight.training.data.image.ImageHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the heads of a set of pictures say: the form that they are brought into, and all in which
 * they differ from each other or are changed on the way, counted.
 */
final class ImageSurvey {
  /** Options of every source of pictures. */
  static final String[] OPTIONS = {
    "size=HxW", "resize to height x width (default: the size most pictures have)",
    "channels=1|3|4", "grey, RGB, or RGB and alpha (default: RGB if any has colour)",
    "depth=8|16", "bits a sample (default: 16 if any picture has them, as float32 in [0,1])"
  };

  /** Pictures of 16 bits that are opened for their range. */
  private static final int OPENED = 32;

  /** A size that more than this share of the pictures has is the size of the set. */
  private static final double MOST = 0.5;

  /** Something counted, and the first place of it. */
  private static final class Count {
    private long count;
    private String place = "";
  }

  private final Map<List<Integer>, Count> sizes = new LinkedHashMap<>();
  private final Count grey = new Count();
  private final Count colour = new Count();
  private final Count alpha = new Count();
  private final Count cmyk = new Count();
  private final Count turned = new Count();
  private final Count animated = new Count();
  private final Count deep = new Count();
  private final Count damaged = new Count();
  private @Nullable InputException damage;
  private int deepOpened;
  private int largest;
  private long all;

  /**
   * A head that was read, or why it could not be.
   *
   * @param bytes gives the picture again
   */
  record Look(
      @Nullable ImageHead head,
      @Nullable InputException damage,
      Supplier<byte[]> bytes,
      String place) {}

  /** Looks at a picture's head; may be called from many threads. */
  static Look look(Supplier<byte[]> bytes, String place) {
    try {
      return new Look(ImageHead.of(bytes.get(), place), null, bytes, place);
    } catch (InputException e) {
      return new Look(null, e, bytes, place);
    }
  }

  /** Counts what was seen. */
  void add(Look look) {
    ImageHead head = look.head();
    String place = look.place();
    try {
      if (head != null && head.bits() > 8) {
        lookDeep(look.bytes().get(), place);
      }
    } catch (InputException e) {
      add(new Look(null, e, look.bytes(), place));
      return;
    }
    if (head == null) {
      count(damaged, place);
      damage = damage == null ? look.damage() : damage;
      return;
    }
    all++;
    count(sizes.computeIfAbsent(List.of(head.height(), head.width()), any -> new Count()), place);
    count(head.channels() == 1 ? grey : colour, place);
    countIf(head.alpha(), alpha, place);
    countIf(head.colours() == 4, cmyk, place);
    countIf(head.orientation() != 1, turned, place);
    countIf(head.frames() > 1, animated, place);
  }

  private void lookDeep(byte[] file, String place) {
    // The first ones, and then ever fewer.
    if (deepOpened < OPENED || Long.bitCount(deep.count) == 1) {
      largest = Math.max(largest, ImageDecoder.largest(file, place));
      deepOpened++;
    }
    count(deep, place);
  }

  private static void countIf(boolean met, Count count, String place) {
    if (met) {
      count(count, place);
    }
  }

  private static void count(Count count, String place) {
    if (count.count++ == 0) {
      count.place = place;
    }
  }

  /**
   * The form that options and the pictures ask for.
   *
   * @throws InputException if all pictures are damaged, or an option is wrong
   */
  ImageForm form(Options options) {
    int[] size = options.sides("size");
    if (size.length != 0 && size.length != 2) {
      throw Options.bad("size", options.text("size").orElse(""), "height and width such as 28x28");
    }
    OptionalInt channels = number(options.word("channels", "1", "3", "4").orElse(""));
    OptionalInt depth = number(options.word("depth", "8", "16").orElse(""));
    if (all == 0 && damage != null) {
      throw damage;
    }
    int[] natural = naturalSize();
    boolean sixteen = depth.orElse(deep.count > 0 ? 16 : 8) == 16;
    boolean raw = options.text("scale").orElse("").equals("none");
    return new ImageForm(
        size.length == 2 ? size[0] : natural[0],
        size.length == 2 ? size[1] : natural[1],
        channels.orElse(colour.count > 0 ? 3 : 1),
        !sixteen ? 0 : raw ? 1 : fullScale());
  }

  private static OptionalInt number(String text) {
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** The largest number of as many bits as the deep pictures use, from 9 to 16. */
  private int fullScale() {
    int full = 511;
    while (full < largest) {
      full = 2 * full + 1;
    }
    return largest == 0 ? 65_535 : full;
  }

  /** The size that most have; without one, the median height and the median width. */
  private int[] naturalSize() {
    List<Integer> commonest = List.of();
    long most = 0;
    for (Map.Entry<List<Integer>, Count> entry : sizes.entrySet()) {
      if (entry.getValue().count > most) {
        commonest = entry.getKey();
        most = entry.getValue().count;
      }
    }
    return most > MOST * all
        ? new int[] {commonest.get(0), commonest.get(1)}
        : new int[] {median(0), median(1)};
  }

  private int median(int side) {
    int[] sorted =
        sizes.keySet().stream().mapToInt(size -> size.get(side)).distinct().sorted().toArray();
    long below = 0;
    for (int value : sorted) {
      below +=
          sizes.entrySet().stream()
              .filter(entry -> entry.getKey().get(side) == value)
              .mapToLong(entry -> entry.getValue().count)
              .sum();
      if (2 * below >= all) {
        return value;
      }
    }
    return sorted[sorted.length - 1];
  }

  /** Tells what was counted, for pictures brought into this form. */
  void tell(ReadingLog log, Options options, ImageForm form) {
    if (damaged.count > 0) {
      log.met(
          Reading.Kind.DAMAGED,
          "that cannot be decoded",
          "pictures",
          damaged.count,
          damaged.place,
          "Replace or remove them.");
    }
    tellSizes(log, options, form);
    if (grey.count > 0 && colour.count > 0) {
      log.met(
          Reading.Kind.MIXED,
          String.format(
              Locale.ROOT,
              "of grey, beside %,d of colour; all are taken as %s",
              colour.count,
              channels(form)),
          "pictures",
          grey.count,
          grey.place,
          options.has("channels") ? "" : "Give channels=1 or channels=3 to say which is meant.");
    } else if (form.channels() == 1 && colour.count > 0) {
      met(log, colour, "of colour, made grey");
    }
    met(log, cmyk, "in CMYK, converted to RGB");
    met(
        log,
        alpha,
        form.channels() == 4
            ? "with transparency, kept as the fourth channel"
            : "with transparency, laid on white (channels=4 keeps it)");
    met(log, turned, "turned upright by the orientation tag of the camera");
    met(log, animated, "animated, of which the first frame is taken");
    if (deep.count > 0) {
      met(log, deep, depth(form));
    }
  }

  private String depth(ImageForm form) {
    if (form.divisor() == 0) {
      return "of 16 bits, of which the high 8 are kept (depth=8)";
    }
    return form.divisor() == 1
        ? String.format(Locale.ROOT, "of 16 bits, taken as they are (up to %,d seen)", largest)
        : String.format(
            Locale.ROOT,
            "of 16 bits, up to %,d seen, divided by %,d to [0, 1]",
            largest,
            form.divisor());
  }

  private static String channels(ImageForm form) {
    return switch (form.channels()) {
      case 1 -> "grey";
      case 3 -> "RGB";
      default -> "RGB with alpha";
    };
  }

  private void tellSizes(ReadingLog log, Options options, ImageForm form) {
    List<Integer> wanted = List.of(form.height(), form.width());
    Count same = sizes.get(wanted);
    long others = all - (same == null ? 0 : same.count);
    if (others == 0) {
      return;
    }
    List<Map.Entry<List<Integer>, Count>> different = new ArrayList<>(sizes.entrySet());
    different.removeIf(entry -> entry.getKey().equals(wanted));
    long[] areas =
        different.stream()
            .mapToLong(entry -> (long) entry.getKey().get(0) * entry.getKey().get(1))
            .sorted()
            .toArray();
    String range =
        different.size() == 1
            ? text(different.get(0).getKey())
            : String.format(
                Locale.ROOT,
                "%d sizes from %s to %s",
                different.size(),
                sizeOf(different, areas[0]),
                sizeOf(different, areas[areas.length - 1]));
    log.met(
        sizes.size() == 1 ? Reading.Kind.CONVERTED : Reading.Kind.MIXED,
        String.format(Locale.ROOT, "of %s, resized to %s", range, text(wanted)),
        "pictures",
        others,
        different.get(0).getValue().place,
        options.has("size")
            ? ""
            : String.format(
                Locale.ROOT,
                "Give size=%dx%d, or the size that the net is meant for.",
                form.height(),
                form.width()));
  }

  private static String sizeOf(List<Map.Entry<List<Integer>, Count>> entries, long area) {
    return entries.stream()
        .map(Map.Entry::getKey)
        .filter(size -> (long) size.get(0) * size.get(1) == area)
        .map(ImageSurvey::text)
        .findFirst()
        .orElse("");
  }

  private static String text(List<Integer> size) {
    return String.format(Locale.ROOT, "%d x %d", size.get(0), size.get(1));
  }

  private static void met(ReadingLog log, Count count, String what) {
    if (count.count > 0) {
      log.met(Reading.Kind.CONVERTED, what, "pictures", count.count, count.place, "");
    }
  }

  /** Positions of at most {@code most} of {@code size} things, evenly spread, the first first. */
  static int[] spread(int size, int most) {
    int[] positions = new int[Math.min(size, most)];
    Arrays.setAll(positions, i -> (int) ((long) i * size / positions.length));
    return positions;
  }
}
