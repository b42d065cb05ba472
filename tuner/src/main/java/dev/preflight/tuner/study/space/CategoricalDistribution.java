package dev.preflight.tuner.study.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of some choices, in no order.
 *
 * @param choices at least one; JSON scalars, none twice: texts, truth values, {@link Long}s, {@link
 *     Double}s, null
 */
public record CategoricalDistribution(List<@Nullable Object> choices) implements Distribution {

  public CategoricalDistribution {
    if (choices.isEmpty()) {
      throw new StudyException("there is no choice", "give at least one");
    }
    List<@Nullable Object> plain = new ArrayList<>();
    for (Object choice : choices) {
      Object value = Choices.scalar(choice);
      if (plain.contains(value)) {
        throw new StudyException(
            "the choice " + Choices.text(value) + " stands there twice", "name it once");
      }
      plain.add(value);
    }
    choices = Collections.unmodifiableList(plain);
  }

  /** These choices. */
  public static CategoricalDistribution of(@Nullable Object... choices) {
    List<@Nullable Object> list = new ArrayList<>();
    Collections.addAll(list, choices);
    return new CategoricalDistribution(list);
  }

  @Override
  public boolean single() {
    return choices.size() == 1;
  }

  @Override
  public boolean contains(double internal) {
    return internal >= 0 && internal < choices.size() && internal == Math.rint(internal);
  }

  @Override
  public @Nullable Object external(double internal) {
    return choices.get((int) internal);
  }

  @Override
  public double internal(@Nullable Object external) {
    int index = choices.indexOf(Choices.scalar(external));
    if (index < 0) {
      throw Ranges.notOf(external, this);
    }
    return index;
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(choices.size());
  }

  @Override
  public boolean compatibleWith(Distribution other) {
    return other instanceof CategoricalDistribution c && c.choices.equals(choices);
  }

  @Override
  public String toString() {
    return choices.stream().map(Choices::text).collect(Collectors.joining(", ", "choice(", ")"));
  }
}
