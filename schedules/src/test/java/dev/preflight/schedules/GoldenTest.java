package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The presets against what the libraries themselves give; src/test/golden/README.md says how. */
class GoldenTest {
  private static final double RELATIVE = 1e-12;

  /**
   * Near zero a cosine cancels: the library's own value is exact only to an ulp of one, times the
   * peak. The floor is four such ulps.
   */
  private static final double FLOOR = 4 * Math.ulp(1.0);

  record Golden(String spec, String quantity, List<Double> values) {
    @Override
    public String toString() {
      return spec + " " + quantity;
    }
  }

  static Stream<Golden> goldens() {
    return Stream.of("torch", "keras", "timm", "optax", "hf").flatMap(GoldenTest::read);
  }

  static Stream<Golden> read(String library) {
    InputStream file = GoldenTest.class.getResourceAsStream("/golden/" + library + ".csv");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      return reader.lines().map(GoldenTest::golden).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Golden golden(String line) {
    List<String> parts = List.of(line.split("\\|", -1));
    String spec = parts.get(0);
    List<Double> values = Arrays.stream(parts.get(2).split(",", -1)).map(Double::valueOf).toList();
    return new Golden(spec, parts.get(1), values);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void preset_agreesWithItsLibrary(Golden golden) {
    assertThat(golden.values()).hasSizeGreaterThanOrEqualTo(200);
    PlannedSchedule ours =
        ScheduleSpec.parse(golden.spec()).resolve(Run.of(golden.values().size()));
    double scale = Collections.max(golden.values());

    for (int t = 0; t < golden.values().size(); t++) {
      double theirs = golden.values().get(t);
      double mine =
          golden.quantity().equals("momentum") ? ours.momentumAt(t).orElseThrow() : ours.at(t);
      double tolerance = Math.max(RELATIVE * Math.abs(theirs), FLOOR * scale);
      assertThat(Math.abs(mine - theirs))
          .as("update %d: ours %s, theirs %s", t, mine, theirs)
          .isLessThanOrEqualTo(tolerance);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch", "keras", "timm", "optax", "hf"})
  void everyPreset_hasThreeParameterSets(String library) {
    List<String> tested =
        read(library)
            .filter(golden -> golden.quantity().equals("rate"))
            .map(golden -> ScheduleSpec.parse(golden.spec()).name())
            .toList();

    assertThat(Catalog.kinds())
        .filteredOn(kind -> kind.name().startsWith(library + "."))
        .isNotEmpty()
        .allSatisfy(
            kind ->
                assertThat(tested).filteredOn(kind.name()::equals).hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void golden_specsRoundTripAndTakeAnotherPeak() {
    assertThat(goldens())
        .allSatisfy(
            golden -> {
              ScheduleSpec spec = ScheduleSpec.parse(golden.spec());
              assertThat(ScheduleSpec.parse(spec.toString())).isEqualTo(spec);
              assertThat(ScheduleSpec.fromMap(spec.toMap())).isEqualTo(spec);
              assertThat(spec.peak()).isPresent();
              assertThat(spec.withPeak(0.7).peak()).hasValue(0.7);
            });
  }
}
