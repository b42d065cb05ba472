package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

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

  /** Exports of Keras 3.15.1, written by benchmarks/peers/keras_exports.py. */
  private Path export(String name) throws IOException {
    Path zip = Path.of("../training/src/test/resources/dev/preflight/training/keras-exports.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip);
        Stream<Path> all = Files.walk(files.getPath("/"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (file.toString().startsWith("/" + name)) {
          Path copy = directory.resolve(file.toString().substring(1));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    return directory.resolve(name);
  }

  private Shell.Ended checkExport(String name) {
    String data = "npy:" + name + ".x.npy," + name + ".y.npy";
    return Shell.in(directory).run("check", name, "--data", data, "--allow", "D11=few items");
  }

  @Test
  void export_isChecked_andItsRateDriven() throws IOException {
    export("adam");
    Shell.Ended ended = checkExport("adam");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("PASS  adam check", "G08 gradient flow", "M01 overfit one batch with Adam");
    Shell.Ended found =
        Shell.in(directory)
            .run("lr-find", "adam", "--data", "npy:adam.x.npy,adam.y.npy", "--quick");
    assertThat(found.out()).contains("suggested rate", "PASS  L05  state restored");
  }

  @Test
  void idsThatAreLookedUp_areNotAddedUp() throws IOException {
    export("table");
    Shell.Ended ended = checkExport("table");
    assertThat(ended.out()).doesNotContain("FAIL").contains("M02 overfit one batch");
  }

  @Test
  void dropoutInTheEvaluatingFunction_fails_andElsewhereNot() throws IOException {
    Path file = export("dropout").resolve("saved_model.pb");
    assertThat(checkExport("dropout").out()).doesNotContain("FAIL");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    MetaGraphDef.Builder meta = model.getMetaGraphsBuilder(0);
    meta.putSignatureDef("evaluate", meta.getSignatureDefOrThrow("train"));
    Files.write(file, model.build().toByteArray());
    Shell.Ended ended = checkExport("dropout");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out())
        .contains("FAIL  G12  evaluation mode", "Call the model with training=False");
  }
}
