package dev.preflight.cli.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.cli.Shell;
import dev.preflight.reports.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Preflight looks at, as commands and as a page. */
class CatalogueTest {
  private static final Shell SHELL = Shell.in(Path.of(""));

  private static List<Rule> rules() {
    return Catalogue.sections().stream()
        .flatMap(section -> section.entries().stream())
        .map(Entry::rule)
        .toList();
  }

  @Test
  void ids_areUnique_andEveryRuleIsInASection() {
    assertThat(rules()).extracting(Rule::id).doesNotHaveDuplicates().hasSizeGreaterThan(45);
  }

  @Test
  void page_isWhatTheCodeSays() throws IOException {
    assertThat(Path.of("..", "docs", "checks.md"))
        .as("run ./preflight checks --format markdown > docs/checks.md")
        .hasContent(CataloguePages.markdown(Catalogue.sections()));
    assertThat(Files.readString(Path.of("..", "README.md"))).contains("docs/checks.md");
  }

  @Test
  void checks_listsIdsWithNames() {
    Shell.Ended result = SHELL.run("checks");

    assertThat(result.code()).isZero();
    rules().forEach(r -> assertThat(result.out()).contains(r.id() + "  " + r.name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"G05", "g05", "loss floor"})
  void explain_knowsIdsAndNames(String word) {
    Shell.Ended result = SHELL.run("explain", word);

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("G05  loss floor\n")
        .contains("softmax applied twice", "needs     D01, D03", "--allow G05=REASON");
  }

  @Test
  void explain_saysWhatTheVerdictsOfASearchMean() {
    assertThat(SHELL.run("explain", "S01").out()).contains("INTERIOR", "EDGE_AT_INSTABILITY");
  }

  @Test
  void explain_ofAnUnknownId_namesTheNearest() {
    Shell.Ended result = SHELL.run("explain", "G5");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("there is no check 'G5'", "did you mean G05 or G15?", "preflight checks");
  }
}
