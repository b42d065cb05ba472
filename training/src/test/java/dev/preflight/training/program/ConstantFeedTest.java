package dev.preflight.training.program;

import static dev.preflight.training.Mistakes.answered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstantFeedTest {

  @Test
  void oneValue_isFedInBothModes() {
    ConstantFeed feed = ConstantFeed.parse("a", 0.5);

    assertThat(feed.train().get(0)).isEqualTo(0.5);
    assertThat(feed.evaluate()).isSameAs(feed.train());
    assertThat(ConstantFeed.parse("a", true).train().type()).isEqualTo(ElementType.BOOL);
    assertThat(ConstantFeed.parse("a", 3).train().type()).isEqualTo(ElementType.INT64);
  }

  @Test
  void oneValueEach_isFedByMode() {
    ConstantFeed feed = ConstantFeed.parse("a", Map.of("train", 0.5, "evaluate", 1));

    assertThat(feed.train().get(0)).isEqualTo(0.5);
    assertThat(feed.evaluate().get(0)).isEqualTo(1);
  }

  @Test
  void nestedLists_areAnArray() {
    HostArray array =
        ConstantFeed.parse("a", List.of(List.of(1, 2, 3), List.of(4, 5, 6.5))).train();

    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6.5);
  }

  @Test
  void whatIsNoValue_isRefused() {
    answered(() -> ConstantFeed.parse("a", "0.5"), "'a' is no number", "such as 0.5");
    answered(() -> ConstantFeed.parse("a", null), "'a' is no number", "such as 0.5");
    answered(
        () -> ConstantFeed.parse("a", List.of(List.of(1), List.of(1, 2))),
        "'a' is no number",
        "equally long");
    answered(() -> ConstantFeed.parse("a", List.of(1, true)), "'a' mixes", "one kind");
    answered(() -> ConstantFeed.parse("a", Map.of("train", 1)), "has the keys [train]", "evaluate");
  }
}
