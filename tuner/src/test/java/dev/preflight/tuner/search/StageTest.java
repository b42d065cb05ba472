package dev.preflight.tuner.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts read these words: they are not to change with the names of constants. */
class StageTest {

  @Test
  void constants_areSpeltInResultsAsTheyAlwaysWere() {
    assertThat(Json.write(Stage.values()))
        .contains(
            "\"coarse\"",
            "\"noise\"",
            "\"flat?\"",
            "\"fine\"",
            "\"confirmation\"",
            "\"weight decay\"",
            "\"rate again\"",
            "\"weight decay, fresh\"",
            "\"lecture\"",
            "\"lecture, fresh\"");
    assertThat(Json.write(List.of(VerdictCode.INTERIOR, VerdictCode.EDGE_AT_INSTABILITY)))
        .contains("\"INTERIOR\"", "\"EDGE_AT_INSTABILITY\"");
  }
}
