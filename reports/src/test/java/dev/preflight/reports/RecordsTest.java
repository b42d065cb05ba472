package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
  @ParameterizedTest
  @CsvSource({
    "PASS,PASS",
    "INFO,PASS",
    "SKIP,INCOMPLETE",
    "WARN,WARN",
    "ERROR,INCOMPLETE",
    "FAIL,FAIL"
  })
  void oneFinding_decidesTheVerdict(Status status, Verdict verdict) {
    assertThat(Verdict.of(List.of(Finding.of("A", status, "x").build()), false)).isEqualTo(verdict);
  }

  @Test
  void worstFinding_decidesTheVerdict_whateverTheOrder() {
    List<Finding> findings = new ArrayList<>();
    for (Status status : List.of(Status.WARN, Status.FAIL, Status.PASS, Status.ERROR)) {
      findings.add(Finding.of("A", status, "x").build());
    }

    assertThat(Verdict.of(findings, false)).isEqualTo(Verdict.FAIL);
    assertThat(Verdict.of(List.of(), false)).isEqualTo(Verdict.PASS);
  }

  @Test
  void reasonOfASkip_isRefusedWhereNothingWasSkipped() {
    assertThatThrownBy(() -> Finding.of("A", Status.PASS, "x").skipped(Skip.CAUSED).build())
        .hasMessage("only a finding with status skip says why it was skipped");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1a", "a b", "a\"b", "<a>", "ä"})
  void idThatIsNoAnchor_isRejected(String id) {
    assertThatThrownBy(() -> Finding.of(id, Status.PASS, "x").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finding id must be a letter");
  }

  @Test
  void secondsThatAreNoTime_areRejected() {
    for (double seconds : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Finding.of("A", Status.PASS, "x").seconds(seconds).build())
          .hasMessageContaining("seconds must be finite and not negative, was " + seconds);
    }
  }

  @Test
  void lists_areCopied() {
    List<Double> x = new ArrayList<>(List.of(1.0));
    Chart.Series series = new Chart.Series("a", Role.FIRST, Style.LINE, x, List.of(2.0));

    x.set(0, 9.0);

    assertThat(series.x()).containsExactly(1.0);
    assertThatThrownBy(() -> series.x().set(0, 9.0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void seriesOfUnequalLengths_isRejected() {
    assertThatThrownBy(() -> new Chart.Series("a", Role.FIRST, Style.LINE, List.of(1.0), List.of()))
        .hasMessage("series x and y must have the same length, were 1 and 0");
  }

  @Test
  void axisEndsThatMakeNoRange_areRejected() {
    assertThatThrownBy(() -> new Axis("a", true, 0.0, null))
        .hasMessageContaining("min must be finite and positive, was 0.0");
    assertThatThrownBy(() -> new Axis("a", false, 2.0, 2.0))
        .hasMessageContaining("min must be below max");
    assertThatThrownBy(() -> new Axis("a", false, null, Double.NaN))
        .hasMessageContaining("max must be finite");
  }

  @Test
  void categories_areForTheVerticalAxisAndNeedNames() {
    assertThatThrownBy(() -> Axis.categories("a", List.of()))
        .hasMessageContaining("axis \"a\": categories must not be empty");
    assertThatThrownBy(() -> Axis.categories("a", List.of("b", " ")))
        .hasMessage("axis category must not be blank");
    assertThatThrownBy(() -> new Axis("a", true, null, null, List.of("b")))
        .hasMessageContaining("categories must not be empty, logarithmic or have ends");
    assertThatThrownBy(
            () ->
                Chart.of("c", "t", "d", Axis.categories("a", List.of("b")), Axis.linear("y"))
                    .build())
        .hasMessage("the x axis must show numbers, not categories");
  }

  @Test
  void intervalOfTwoPoints_isRejected() {
    assertThatThrownBy(
            () -> Chart.Series.of("a", Role.FIRST, Style.INTERVAL, new double[2], new double[2]))
        .hasMessage("intervals take three points each, were 2 points");
  }

  @Test
  void rowOfTheWrongWidth_isRejected() {
    List<List<Object>> rows = List.of(List.of("a"), List.of("a", "b"));

    assertThatThrownBy(() -> new Table("t", "T", List.of(Table.Column.text("c")), rows))
        .hasMessage("table \"t\": row 1 must have 1 values, has 2");
  }

  @Test
  void cells_areCanonical() {
    Table table =
        new Table(
            "t",
            "T",
            List.of(Table.Column.text("c")),
            List.of(
                List.of(1),
                List.of(0.1f),
                List.of("NaN"),
                List.of(Status.PASS),
                Arrays.asList((Object) null)));

    assertThat(table.rows())
        .containsExactly(
            List.of(1L),
            List.of(0.1),
            List.of(Double.NaN),
            List.of("PASS"),
            Arrays.asList((Object) null));
  }

  @Test
  void config_isSortedWhateverTheCallersOrder() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("b", 1);
    config.put("a", Map.of("z", 2, "y", 3));
    Provenance p = Samples.provenance("x");
    Provenance sorted =
        new Provenance(
            p.preflight(),
            p.tensorflow(),
            p.java(),
            p.os(),
            p.device(),
            0,
            0,
            "",
            "",
            config,
            "",
            null,
            p.started(),
            0);

    assertThat(sorted.config().toString()).isEqualTo("{a={y=3, z=2}, b=1}");
  }

  @Test
  void startThatIsNoInstant_isRejected() {
    Provenance p = Samples.provenance("x");

    assertThatThrownBy(
            () ->
                new Provenance(
                    p.preflight(),
                    p.tensorflow(),
                    p.java(),
                    p.os(),
                    p.device(),
                    0,
                    0,
                    "",
                    "",
                    Map.of(),
                    "",
                    null,
                    "yesterday",
                    0))
        .hasMessageContaining("started must be an instant");
  }
}
