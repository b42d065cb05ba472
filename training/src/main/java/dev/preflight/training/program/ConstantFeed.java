package dev.preflight.training.program;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor is fed with in every run that is neither features, labels nor the training flag:
 * the share that dropout keeps, say.
 *
 * @param train its value while training, and while variables are initialized
 * @param evaluate its value while evaluating
 */
public record ConstantFeed(HostArray train, HostArray evaluate) {

  private static final String TRAIN = "train";
  private static final String EVALUATE = "evaluate";

  /** The same value always. */
  public static ConstantFeed of(HostArray value) {
    return new ConstantFeed(value, value);
  }

  /** The same number always. */
  public static ConstantFeed of(double value) {
    return of(value, value);
  }

  /** One number while training, one while evaluating. */
  public static ConstantFeed of(double train, double evaluate) {
    return new ConstantFeed(scalar(train), scalar(evaluate));
  }

  private static HostArray scalar(double value) {
    return HostArray.ofDoubles(new double[] {value});
  }

  /**
   * The feed that a descriptor describes.
   *
   * @param value a number, a boolean or nested lists of these; or a map with one of them as {@code
   *     train} and one as {@code evaluate}
   * @throws InputException if it is none of that
   */
  static ConstantFeed parse(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> modes) {
      if (!modes.keySet().equals(Set.of(TRAIN, EVALUATE))) {
        throw new InputException(
            "feeds: '" + name + "' has the keys " + modes.keySet(),
            "write {\"train\": ..., \"evaluate\": ...}, or one value for both");
      }
      return new ConstantFeed(array(name, modes.get(TRAIN)), array(name, modes.get(EVALUATE)));
    }
    return of(array(name, value));
  }

  private static HostArray array(String name, @Nullable Object value) {
    List<Object> numbers = new ArrayList<>();
    List<Integer> shape = new ArrayList<>();
    for (Object at = value; at instanceof List<?> list; at = list.isEmpty() ? null : list.get(0)) {
      shape.add(list.size());
    }
    collect(name, value, shape, numbers);
    int[] dimensions = shape.stream().mapToInt(Integer::intValue).toArray();
    if (!numbers.isEmpty() && numbers.stream().allMatch(Boolean.class::isInstance)) {
      boolean[] truths = new boolean[numbers.size()];
      for (int i = 0; i < truths.length; i++) {
        truths[i] = (Boolean) numbers.get(i);
      }
      return HostArray.ofBooleans(truths, dimensions);
    }
    if (!numbers.stream().allMatch(Number.class::isInstance)) {
      throw new InputException(
          "feeds: '" + name + "' mixes numbers with true and false", "give one kind of values");
    }
    boolean whole = numbers.stream().allMatch(n -> n instanceof Integer || n instanceof Long);
    return whole
        ? HostArray.ofLongs(
            numbers.stream().mapToLong(n -> ((Number) n).longValue()).toArray(), dimensions)
        : HostArray.ofDoubles(
            numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray(), dimensions);
  }

  /** Appends the numbers of nested lists, row by row. */
  private static void collect(
      String name, @Nullable Object value, List<Integer> shape, List<Object> numbers) {
    if (shape.isEmpty() && (value instanceof Number || value instanceof Boolean)) {
      numbers.add(value);
    } else if (!shape.isEmpty()
        && value instanceof List<?> list
        && list.size() == shape.get(0).intValue()) {
      list.forEach(item -> collect(name, item, shape.subList(1, shape.size()), numbers));
    } else {
      throw new InputException(
          "feeds: '" + name + "' is no number, true, false, or array of them",
          "such as 0.5, [1, 2] or {\"train\": 0.5, \"evaluate\": 1.0}; rows must be equally long");
    }
  }
}
