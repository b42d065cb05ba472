package dev.preflight.sanity.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.sanity.Toys;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabTest {

  private static TrainingGraph graph;

  @BeforeAll
  static void open() {
    graph = Toys.graph(Toys.clusters(), Toys::healthy);
  }

  @AfterAll
  static void close() {
    graph.close();
  }

  private static Lab lab(long seed, String... chosen) {
    return new Lab(graph, CheckupOptions.defaults(), Progress.NONE, seed, Set.of(chosen));
  }

  /** A measurement of a size, which counts how often it is made. */
  private record Counted(int size, List<Long> made) implements Measurement<String> {
    @Override
    public String make(Lab lab) {
      made.add(lab.seed());
      return "size " + size;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Counted counted && counted.size == size;
    }

    @Override
    public int hashCode() {
      return size;
    }
  }

  @Test
  void equalMeasurements_areMadeOnce_inEachLab() {
    List<Long> made = new ArrayList<>();
    try (Lab first = lab(5);
        Lab second = lab(6)) {
      assertThat(first.once(new Counted(1, made))).isEqualTo("size 1");
      assertThat(first.once(new Counted(1, made))).isEqualTo("size 1");
      assertThat(made).containsExactly(5L);
      assertThat(first.once(new Counted(2, made))).isEqualTo("size 2");
      assertThat(second.once(new Counted(1, made))).isEqualTo("size 1");
      assertThat(made).containsExactly(5L, 5L, 6L);
    }
  }

  @Test
  void measurement_mayAskForOthers() {
    List<Long> made = new ArrayList<>();
    Measurement<String> outer = lab -> "outer of " + lab.once(new Counted(3, made));
    try (Lab lab = lab(0)) {
      assertThat(lab.once(outer)).isEqualTo("outer of size 3");
      assertThat(lab.once(new Counted(3, made))).isEqualTo("size 3");
      assertThat(made).hasSize(1);
    }
  }

  @Test
  void whatBreaks_isNotTriedAgain() {
    List<Long> tries = new ArrayList<>();
    Measurement<String> broken =
        lab -> {
          tries.add(lab.seed());
          throw new IllegalStateException("boom");
        };
    try (Lab lab = lab(0, "A1")) {
      assertThatThrownBy(() -> lab.once(broken)).hasMessage("boom");
      assertThatThrownBy(() -> lab.once(broken)).hasMessage("boom");
      assertThat(lab.ifChosen("A1", broken)).isEmpty();
      assertThat(tries).hasSize(1);
    }
  }

  @Test
  void interruption_isNoOutcome() {
    List<Long> tries = new ArrayList<>();
    Measurement<String> interrupted =
        lab -> {
          tries.add(lab.seed());
          throw new Interrupted(false);
        };
    try (Lab lab = lab(0, "A1")) {
      assertThatThrownBy(() -> lab.once(interrupted)).isInstanceOf(Interrupted.class);
      assertThatThrownBy(() -> lab.ifChosen("A1", interrupted)).isInstanceOf(Interrupted.class);
      assertThat(tries).hasSize(2);
    }
  }

  @Test
  void whatAnotherCheckMeasures_isMadeIfThatCheckIsChosen() {
    List<Long> made = new ArrayList<>();
    try (Lab lab = lab(0, "A1")) {
      assertThat(lab.ifChosen("A2", new Counted(1, made))).isEmpty();
      assertThat(made).isEmpty();
      assertThat(lab.ifChosen("A1", new Counted(1, made))).contains("size 1");
      assertThat(made).hasSize(1);
    }
  }
}
