package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of Keras give, and what they are told. */
class SavedModelTest {

  @TempDir Path directory;

  private Shell.Ended check(String program) {
    return Shell.in(directory).run("check", program, "--data", "digits");
  }

  @Test
  void kerasFile_isToldHowToExport() throws IOException {
    for (String name : new String[] {"model.keras", "model.h5", "w.weights.h5"}) {
      Files.writeString(directory.resolve(name), "anything");
      Shell.Ended ended = check(name);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err())
          .contains("no training step", "preflight export-snippet keras > preflight_export.py")
          .contains("export(model, optimizer, loss, \"exported\", (x, y))");
    }
  }

  @Test
  void filesOfOtherLibraries_areToldApart() throws IOException {
    Files.writeString(directory.resolve("net.pt"), "anything");
    assertThat(check("net.pt").err()).contains("no training step that TensorFlow", "can run");
    Files.createDirectory(directory.resolve("run"));
    Files.writeString(directory.resolve("run/checkpoint"), "model_checkpoint_path: \"ckpt-1\"");
    assertThat(check("run").err()).contains("is a checkpoint, which holds values only", "--from");
    Files.createDirectory(directory.resolve("empty"));
    assertThat(check("empty").err()).contains("a directory without a saved_model.pb");
  }

  @Test
  void snippet_isThatOfTheDocs_andShort() throws IOException {
    Shell.Ended ended = Shell.in(directory).run("export-snippet", "keras");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo(Files.readString(Path.of("../docs/preflight_export.py")));
    assertThat(ended.out().lines().count()).isLessThanOrEqualTo(60);
    assertThat(Shell.in(directory).run("export-snippet", "torch").err()).contains("keras");
  }
}
