package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ScheduleCommandTest {
  @TempDir Path directory;

  private Shell.Ended plot(String spec, String file) {
    return Shell.in(directory).run("schedule", spec, "--steps", "50", "--plot", file);
  }

  @Test
  void lengthInEpochs_isThatManyUpdates() {
    Shell.Ended epochs =
        Shell.in(directory)
            .run("schedule", "step(peak=1)", "--steps", "1.5ep", "--steps-per-epoch", "40");
    Shell.Ended updates =
        Shell.in(directory)
            .run("schedule", "step(peak=1)", "--steps", "60", "--steps-per-epoch", "40");

    assertThat(epochs.err()).isEmpty();
    assertThat(epochs.out()).contains("over 60 updates").isEqualTo(updates.out());
  }

  @Test
  void aLibrarysLength_thatDoesNotFit_isTold_andAPlateauThatNeverCuts() {
    Shell.Ended cut =
        Shell.in(directory)
            .run("schedule", "keras.CosineDecay(0.1, decay_steps=1000)", "--updates", "300");
    assertThat(cut.code()).isZero();
    assertThat(cut.err())
        .startsWith("WARN  C09 the schedule's own length: keras.CosineDecay")
        .contains("changes until update 1,000, but the run ends at 300", "Write the 300 updates");
    Shell.Ended plateau =
        Shell.in(directory).run("schedule", "plateau(peak=0.1, patience=19)", "--updates", "300");
    assertThat(plateau.code()).isZero();
    assertThat(plateau.out() + plateau.err()).contains("never cuts: the run has 19 checks");
  }

  @Test
  void plotIntoHtml_isAReport() {
    Shell.Ended ended = plot("cosine(peak=0.1)", "rate.HTML");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo("Report: rate.HTML\n");
    assertThat(directory.resolve("rate.HTML"))
        .content()
        .startsWith("<!doctype html>")
        .contains("cosine(peak=0.1)", "<svg id=")
        .doesNotContain("class=\"verdict"); // Nothing was judged.
  }

  @Test
  void plotIntoSvg_isThePictureAlone() throws Exception {
    Shell.Ended ended = plot("one-cycle(peak=0.1)", "rate.svg");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo("Picture: rate.svg\n");
    byte[] bytes = Files.readAllBytes(directory.resolve("rate.svg"));
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes))
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("one-cycle(peak=0.1)");
    // Learning rate and momentum.
    assertThat(root.getElementsByTagName("svg").getLength()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate.png", "rate", "svg", "rate.html.gz", "dir.svg/rate"})
  void plotIntoAnythingElse_isRefusedWithTheTwoEndings(String file) {
    Shell.Ended ended = plot("cosine(peak=0.1)", file);

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("--plot: cannot tell what '" + file + "' should be", ".html", ".svg");
    assertThat(ended.out()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }
}
