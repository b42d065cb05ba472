package dev.preflight.training.program;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.function.FunctionLoader;
import dev.preflight.training.function.FunctionModel;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.InitialValues;
import dev.preflight.training.tensor.FailureText;
import dev.preflight.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

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

  /** As {@link #load(GraphDescriptor, Path, String, boolean)}, of a graph that is not trusted. */
  public static TrainingProgram load(GraphDescriptor descriptor, Path directory, String otherwise) {
    return load(descriptor, directory, otherwise, false);
  }

  /**
   * Loads the graph of a descriptor.
   *
   * @param directory what relative paths are relative to: the descriptor's directory
   * @param otherwise the name where the descriptor gives none
   * @param trusted whether it may read and write files, and run code from outside of it
   * @throws InputException if the file is missing, empty, or no graph; or if it is not trusted and
   *     would do any of that
   */
  public static TrainingProgram load(
      GraphDescriptor descriptor, Path directory, String otherwise, boolean trusted) {
    Path path = path(descriptor, directory);
    String givenName = descriptor.name();
    String name = givenName == null ? otherwise : givenName;
    if (!Files.exists(path)) {
      throw new InputException(
          "graph: there is no file '" + path + "'",
          "give the path relative to the descriptor, which is in " + directory.toAbsolutePath());
    }
    if (Files.isDirectory(path)) {
      MetaGraphDef meta = functions(path);
      if (meta != null && descriptor.train() == null) {
        return functionProgram(descriptor, path, meta, name, directory, trusted);
      }
      if (!trusted) {
        refuseForeignOps(path, descriptor.ends());
      }
      return savedModel(descriptor, path, name, directory);
    }
    GraphDef def = read(path);
    if (!trusted) {
      ForeignOps.refuse(new GraphView(def), run(descriptor.ends()), false);
    }
    return new GraphProgram(name, descriptor.ends(), def, Map.of(), descriptor.data(), directory);
  }

  /**
   * What a SavedModel holds whose work is in functions; null for any other, and for no SavedModel.
   */
  private static @Nullable MetaGraphDef functions(Path path) {
    Path file = path.resolve("saved_model.pb");
    try {
      return SavedModel.parseFrom(Files.readAllBytes(file)).getMetaGraphsList().stream()
          .filter(FunctionLoader::hasFunctions)
          .findFirst()
          .orElse(null);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new InputException(
          "graph: '" + file + "' is no SavedModel, or is cut off (" + e.getMessage() + ")",
          "export it again, or copy it whole",
          e);
    } catch (IOException e) {
      return null; // Loading it says why.
    }
  }

  private static FunctionProgram functionProgram(
      GraphDescriptor descriptor,
      Path path,
      MetaGraphDef meta,
      String name,
      Path directory,
      boolean trusted) {
    FunctionModel model = FunctionLoader.load(path, meta, descriptor.names());
    FunctionProgram program = new FunctionProgram(name, model, descriptor, directory);
    if (!trusted) {
      ForeignOps.refuse(new GraphView(model.def()), run(program.ends()), true);
    }
    requireImportable(model.def(), path);
    return program;
  }

  private static Path path(GraphDescriptor descriptor, Path directory) {
    try {
      return directory.resolve(descriptor.graph());
    } catch (InvalidPathException e) {
      throw new InputException(
          "graph: '" + descriptor.graph() + "' is no file name: " + e.getReason(),
          "give the path of a .pb file or a SavedModel directory",
          e);
    }
  }

  /** The ops that are run for these ends, those that initialize by default among them. */
  private static List<String> run(Ends ends) {
    List<String> run = new ArrayList<>(List.of(ends.loss(), "Init", "init"));
    Stream.of(
            ends.train(),
            ends.logits(),
            ends.perExampleLoss(),
            ends.regularization(),
            ends.learningRate())
        .filter(end -> end != null)
        .forEach(run::add);
    run.addAll(ends.initializers());
    run.addAll(ends.updates());
    run.addAll(ends.activations());
    return run;
  }

  /** Looks into a SavedModel before it is loaded, since loading runs its own initializer. */
  private static void refuseForeignOps(Path directory, Ends ends) {
    try {
      byte[] model = Files.readAllBytes(directory.resolve("saved_model.pb"));
      for (MetaGraphDef meta : SavedModel.parseFrom(model).getMetaGraphsList()) {
        List<String> run = new ArrayList<>(run(ends));
        for (String key : List.of("saved_model_main_op", "legacy_init_op")) {
          run.addAll(
              meta.getCollectionDefOrDefault(key, CollectionDef.getDefaultInstance())
                  .getNodeList()
                  .getValueList());
        }
        SignatureDef start = meta.getSignatureDefMap().get("__saved_model_init_op");
        if (start != null) {
          start.getOutputsMap().values().forEach(output -> run.add(output.getName()));
        }
        ForeignOps.refuse(new GraphView(meta.getGraphDef()), run, true);
      }
    } catch (IOException e) {
      // No SavedModel, or one that cannot be read: loading it says so.
    }
  }

  private static GraphDef read(Path path) {
    GraphDef def;
    try {
      // Not from a stream: protobuf's own buffer breaks on a negative length in one.
      def = GraphDef.parseFrom(Files.readAllBytes(path));
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
    requireImportable(def, path);
    return def;
  }

  private static void requireImportable(GraphDef def, Path path) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(def);
    } catch (TensorFlowException | IllegalArgumentException | TFUnimplementedException e) {
      throw new InputException(
          "graph: TensorFlow cannot import '" + path + "': " + FailureText.of(e),
          "export it with TensorFlow 2.18 or older, without custom ops",
          e);
    }
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
