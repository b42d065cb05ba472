package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.preflight.training.data.InputException;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Each wrong export says what to export instead: the right ones of Keras, edited. */
class WrongExportTest {

  @TempDir Path directory;

  @BeforeEach
  void unpack() throws IOException {
    KerasExports.unpack(directory);
  }

  private void edit(String name, Consumer<MetaGraphDef.Builder> change) {
    Path file = directory.resolve(name).resolve("saved_model.pb");
    try {
      SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
      change.accept(model.getMetaGraphsBuilder(0));
      Files.write(file, model.build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refused(String name, String message, String hint) {
    refused(GraphDescriptor.of(name), message, hint);
  }

  private void refused(GraphDescriptor descriptor, String message, String hint) {
    assertThatThrownBy(
            () -> {
              var program = GraphProgram.load(descriptor, directory, "wrong");
              TrainingGraph.build(
                      program,
                      KerasExports.data(directory, descriptor.graph()),
                      TrainingGraph.Options.defaults())
                  .close();
            })
        .isInstanceOfSatisfying(
            InputException.class,
            e -> {
              assertThat(e.getMessage()).contains(message);
              assertThat(e.hint()).contains(hint);
            });
  }

  @Test
  void exportForInference_isToldFromATrainingStep() {
    edit(
        "adam",
        meta -> {
          SignatureDef train = meta.getSignatureDefOrThrow("train");
          meta.removeSignatureDef("train")
              .removeSignatureDef("evaluate")
              .putSignatureDef("serving_default", train);
        });
    refused(
        "adam",
        "has no signature 'train', but 'serving_default': it was exported for inference",
        "preflight export-snippet keras > preflight_export.py");
  }

  @Test
  void missingEvaluation_isAFunctionOfItsOwn() {
    edit("adam", meta -> meta.removeSignatureDef("evaluate"));
    refused("adam", "has no signature 'evaluate', but 'train': evaluation", "export-snippet keras");
  }

  private static void rename(
      MetaGraphDef.Builder meta, boolean input, String key, String from, String to) {
    SignatureDef.Builder signature = meta.getSignatureDefOrThrow(key).toBuilder();
    if (input) {
      signature.putInputs(to, signature.getInputsOrThrow(from)).removeInputs(from);
    } else {
      signature.putOutputs(to, signature.getOutputsOrThrow(from)).removeOutputs(from);
    }
    meta.putSignatureDef(key, signature.build());
  }

  @Test
  void lossThatIsNotReturned_isMissed() {
    edit(
        "dropout",
        meta -> {
          rename(meta, false, "train", "loss", "number");
        });
    refused("dropout", "signature 'train' gives no loss: its outputs are", "{\"loss\": loss");
  }

  @Test
  void inputsWithoutUsualNames_areAskedFor() {
    edit(
        "adam",
        meta -> {
          rename(meta, true, "train", "x", "a");
          rename(meta, true, "train", "y", "b");
        });
    refused("adam", "which of its inputs 'a', 'b' are features and labels?", "\"features\": \"x\"");
  }

  @Test
  void stepWithoutARate_isToldWhereToKeepIt() {
    edit(
        "module",
        meta -> {
          for (NodeDef.Builder node : meta.getGraphDefBuilder().getNodeBuilderList()) {
            String name = node.getName();
            if (name.equals("sgd_2/learning_rate")) {
              node.setName("sgd_2/speed");
            }
            for (int i = 0; i < node.getInputCount(); i++) {
              if (node.getInput(i).equals("sgd_2/learning_rate")) {
                node.setInput(i, "sgd_2/speed");
              }
            }
          }
        });
    refused(
        "module",
        "nothing in its training step can be told to be the learning rate",
        "keep it in a tf.Variable called learning_rate");
    // It can be named, and is proved; another scalar is not the rate.
    GraphDescriptor named = descriptor("module", "sgd_2/speed");
    try (TrainingGraph graph =
        TrainingGraph.build(
            GraphProgram.load(named, directory, "named"),
            KerasExports.data(directory, "module"),
            TrainingGraph.Options.defaults())) {
      assertThat(graph.learningRate()).isCloseTo(0.1, within(1e-6));
    }
    refused(
        descriptor("module", "b"),
        "neither an input of train nor a scalar variable",
        "sgd_2/speed");
  }

  private static GraphDescriptor descriptor(String graph, String learningRate) {
    return new GraphDescriptor(
        graph,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        learningRate,
        null,
        null);
  }

  @Test
  void variableThatIsNoRate_isFoundOutByItsSteps() {
    // The scale of the loss is a scalar that the step reads and no rate: half of it halves nothing.
    refused(
        descriptor("loss_scale", "loss_scale_optimizer/dynamic_scale"),
        "is not the rate of 'wrong'",
        "name the variable or input that is");
  }

  @Test
  void valuesThatAreGone_areNamed() throws IOException {
    Files.delete(directory.resolve("adam/variables/variables.index"));
    refused("adam", "there is no checkpoint", "name the prefix");
  }

  @Test
  void damagedFile_isRefused() throws IOException {
    Path file = directory.resolve("adam/saved_model.pb");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    refused("adam", "is no SavedModel, or is cut off", "export it again");
  }

  /** A session that is left open would keep the graph from closing for good. */
  @Test
  void branchThatCannotRun_endsWithAMessage() {
    edit(
        "loss_scale",
        meta ->
            meta.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList().stream()
                .filter(function -> function.getSignature().getName().startsWith("cond_true"))
                .flatMap(function -> function.getNodeDefBuilderList().stream())
                .filter(node -> node.getOp().equals("RealDiv"))
                .forEach(node -> node.setInput(0, "nowhere:z:0")));
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> refused("loss_scale", "TensorFlow could not run the graph", "check that the data"));
  }

  @Test
  void damageAnywhere_isAMessage() throws IOException {
    Path file = directory.resolve("module/saved_model.pb");
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(4);
    int refusals = 0;
    for (int i = 0; i < 60; i++) {
      byte[] bytes = good.clone();
      for (int k = 0; k <= i % 4; k++) {
        bytes[random.nextInt(bytes.length)]++;
      }
      Files.write(file, bytes);
      try {
        TrainingGraph.build(
                KerasExports.program(directory, "module"),
                KerasExports.data(directory, "module"),
                TrainingGraph.Options.defaults())
            .close();
      } catch (InputException e) {
        refusals++;
      }
    }
    assertThat(refusals).isGreaterThan(20);
  }
}
