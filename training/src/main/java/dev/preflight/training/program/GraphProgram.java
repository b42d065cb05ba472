package dev.preflight.training.program;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.InitialValues;
import dev.preflight.training.tensor.FailureText;
import dev.preflight.training.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GraphDef;

/**
 * A program that is a graph in a file, unmodified: a GraphDef ({@code .pb}) or a SavedModel
 * directory, whose stored variable values are then the initial ones.
 */
public final class GraphProgram implements TrainingProgram {

  private final String name;
  private final Ends ends;
  private final GraphDef def;
  private final Map<String, HostArray> pretrained;
  private final @Nullable String data;
  private final Path directory;

  private GraphProgram(
      String name,
      Ends ends,
      GraphDef def,
      Map<String, HostArray> pretrained,
      @Nullable String data,
      Path directory) {
    this.name = name;
    this.ends = ends;
    this.def = def;
    this.pretrained = pretrained;
    this.data = data;
    this.directory = directory;
  }

  /**
   * Loads the graph of a descriptor.
   *
   * @param directory what relative paths are relative to: the descriptor's directory
   * @param otherwise the name where the descriptor gives none
   * @throws InputException if the file is missing, empty, or no graph
   */
  public static GraphProgram load(GraphDescriptor descriptor, Path directory, String otherwise) {
    Path path = directory.resolve(descriptor.graph());
    String givenName = descriptor.name();
    String name = givenName == null ? otherwise : givenName;
    if (!Files.exists(path)) {
      throw new InputException(
          "graph: there is no file '" + path + "'",
          "give the path relative to the descriptor, which is in " + directory.toAbsolutePath());
    }
    if (Files.isDirectory(path)) {
      return savedModel(descriptor, path, name, directory);
    }
    return new GraphProgram(
        name, descriptor.ends(), read(path), Map.of(), descriptor.data(), directory);
  }

  private static GraphDef read(Path path) {
    GraphDef def;
    try (InputStream in = Files.newInputStream(path)) {
      def = GraphDef.parseFrom(in);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new InputException(
          "graph: '" + path + "' is not a binary GraphDef, or is cut off (" + e.getMessage() + ")",
          "write it with graph.toGraphDef() or tf.io.write_graph(..., as_text=False)",
          e);
    } catch (IOException e) {
      throw new InputException("graph: cannot read '" + path + "': " + e, "check the file", e);
    }
    if (def.getNodeCount() == 0) {
      throw new InputException(
          "graph: '" + path + "' holds no ops",
          "write a GraphDef with graph.toGraphDef(); a MetaGraphDef or checkpoint is not one");
    }
    try (Graph graph = new Graph()) {
      graph.importGraphDef(def);
    } catch (TensorFlowException | IllegalArgumentException | TFUnimplementedException e) {
      throw new InputException(
          "graph: TensorFlow cannot import '" + path + "': " + FailureText.of(e),
          "export it with TensorFlow 2.18 or older, without custom ops",
          e);
    }
    return def;
  }

  private static GraphProgram savedModel(
      GraphDescriptor descriptor, Path path, String name, Path directory) {
    try (SavedModelBundle bundle = SavedModelBundle.load(path.toString())) {
      GraphDef def = bundle.metaGraphDef().getGraphDef();
      GraphView view = new GraphView(def);
      Map<String, HostArray> values = new LinkedHashMap<>();
      for (var node : view.nodes()) {
        if (GraphView.isVariable(node)) {
          GraphVariable variable = GraphVariable.of(node);
          Output<?> value = InitialValues.read(bundle.graph(), variable);
          try (Result result = bundle.session().runner().fetch(value).run()) {
            values.put(variable.name(), Tensors.read(result.get(0)));
          } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
            // Not in the checkpoint: it must come from an initializer, which is checked later.
          }
        }
      }
      return new GraphProgram(name, descriptor.ends(), def, values, descriptor.data(), directory);
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw new InputException(
          "graph: TensorFlow cannot load the SavedModel '" + path + "': " + FailureText.of(e),
          "check that the directory holds saved_model.pb and variables/, and the tag 'serve'",
          e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    graph.importGraphDef(def);
    return ends;
  }

  @Override
  public Optional<TrainingData> data() {
    return data == null ? Optional.empty() : Optional.of(DataSpec.open(data, directory));
  }

  @Override
  public Map<String, HostArray> pretrained() {
    return pretrained;
  }
}
