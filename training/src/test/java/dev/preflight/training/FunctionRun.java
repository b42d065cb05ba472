package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Measures what the seam to a SavedModel costs: a step through {@link Trainer#step} against a bare
 * loop that calls the signature of the graph as it is, with tensors made beforehand; and what
 * loading takes. Both take turns in blocks.
 *
 * <pre>{@code java -cp ... dev.preflight.training.FunctionRun DIRECTORY npy:x.npy,y.npy 40 64}
 * </pre>
 */
public final class FunctionRun {

  private static final int BLOCK = 10;

  private FunctionRun() {}

  /**
   * Prints times of loading, medians and their ratio.
   *
   * @param args a SavedModel that the snippet wrote, its data, the number of blocks, the batch size
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]).toAbsolutePath();
    int blocks = Integer.parseInt(args[2]);
    int size = Integer.parseInt(args[3]);
    long start = System.nanoTime();
    TrainingProgram program =
        GraphProgram.load(GraphDescriptor.of(directory.toString()), directory, "model");
    long loaded = System.nanoTime();
    Runtime.getRuntime().gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    TrainingData data = DataSpec.open(args[1], Path.of(""));
    long open = System.nanoTime();
    try (TrainingGraph graph =
        TrainingGraph.build(program, data, TrainingGraph.Options.defaults())) {
      long built = System.nanoTime();
      System.out.printf(
          "%s: loaded and inlined in %.2f s, %d MB of heap; built and proved in %.2f s%n",
          directory.getFileName(), (loaded - start) / 1e9, used >> 20, (built - open) / 1e9);
      try (Trainer trainer = graph.open(0);
          Bare bare = new Bare(directory, graph, size)) {
        compare(graph, trainer, bare, blocks, size);
      }
    }
  }

  private static void compare(
      TrainingGraph graph, Trainer trainer, Bare bare, int blocks, int size) {
    Dataset data = graph.data().train();
    BatchOrder order = new BatchOrder(1, data.size(), size);
    List<Batch> made = new ArrayList<>();
    for (int i = 0; i < BLOCK; i++) {
      made.add(data.batch(order.next()));
    }
    StepSettings settings = StepSettings.of(1e-4);
    double[] drawn = new double[blocks];
    double[] ours = new double[blocks];
    double[] theirs = new double[blocks];
    for (int block = -Math.min(3, blocks); block < blocks; block++) {
      double first = time(i -> trainer.step(data.batch(order.next()), settings));
      double second = time(i -> trainer.step(made.get(i), settings));
      double third = time(bare::step);
      if (block >= 0) {
        drawn[block] = first;
        ours[block] = second;
        theirs[block] = third;
      }
    }
    System.out.printf(
        "bare %.3f ms; through the seam %.3f ms, median ratio %.3f; with batches drawn %.3f ms,"
            + " %.3f%n",
        median(theirs), median(ours), ratio(ours, theirs), median(drawn), ratio(drawn, theirs));
  }

  /** Milliseconds of a step, over a block of them. */
  private static double time(IntConsumer step) {
    long start = System.nanoTime();
    for (int i = 0; i < BLOCK; i++) {
      step.accept(i);
    }
    return (System.nanoTime() - start) / 1e6 / BLOCK;
  }

  private static double ratio(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    Arrays.setAll(ratios, i -> a[i] / b[i]);
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The signature, called as it was exported. */
  private static final class Bare implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final SignatureDef train;
    private final Output<?> x;
    private final Output<?> y;
    private final Output<?> loss;
    private final List<Tensor> features = new ArrayList<>();
    private final List<Tensor> labels = new ArrayList<>();

    Bare(Path directory, TrainingGraph owner, int size) throws IOException {
      MetaGraphDef meta =
          SavedModel.parseFrom(Files.readAllBytes(directory.resolve("saved_model.pb")))
              .getMetaGraphs(0);
      graph.importGraphDef(meta.getGraphDef());
      train = meta.getSignatureDefOrThrow("train");
      x = output(train.getInputsOrThrow("x"));
      y = output(train.getInputsOrThrow("y"));
      loss = output(train.getOutputsOrThrow("loss"));
      session = new Session(graph, false, owner.live().config());
      for (Map.Entry<String, HostArray> value : owner.initialValues(0).entrySet()) {
        DataType type = GraphView.dtype(owner.live().view().node(value.getKey()));
        Output<?> fed =
            graph
                .opBuilder("Placeholder", "set/" + value.getKey(), graph.baseScope())
                .setAttr("dtype", type)
                .setAttr("shape", Shape.unknown())
                .build()
                .output(0);
        var assign =
            graph
                .opBuilder("AssignVariableOp", "assign/" + value.getKey(), graph.baseScope())
                .addInput(graph.outputOrThrow(value.getKey() + ":0"))
                .addInput(fed)
                .build();
        try (Tensor tensor = Tensors.of(value.getValue(), type)) {
          session.runner().feed(fed, tensor).addTarget(assign).run().close();
        }
      }
      Dataset data = owner.data().train();
      BatchOrder order = new BatchOrder(1, data.size(), size);
      for (int i = 0; i < BLOCK; i++) {
        Batch batch = data.batch(order.next());
        features.add(Tensors.of(batch.features(), x.dataType()));
        labels.add(Tensors.of(batch.labels(), y.dataType()));
      }
    }

    private Output<?> output(TensorInfo info) {
      return graph.outputOrThrow(info.getName());
    }

    void step(int i) {
      session.runner().feed(x, features.get(i)).feed(y, labels.get(i)).fetch(loss).run().close();
    }

    @Override
    public void close() {
      session.close();
      graph.close();
      features.forEach(Tensor::close);
      labels.forEach(Tensor::close);
    }
  }
}
