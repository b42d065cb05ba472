package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.graph.StatelessDraws;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TBool;

/**
 * Measures what our loop costs over a bare one: the same graph and updates, once through {@link
 * Trainer#step} with batches drawn from the data, once through {@code Session.run} with tensors
 * made beforehand. Both take turns in blocks, so that a noisy machine hits both alike.
 *
 * <pre>{@code java -cp ... dev.preflight.training.LoopRun lenet 40}</pre>
 */
public final class LoopRun {

  private static final int BATCH = 64;
  private static final int BLOCK = 10;

  private LoopRun() {}

  /**
   * Prints the medians and their ratio.
   *
   * @param args a built-in program, the number of blocks, and how many kinds of ops to list by the
   *     time they take
   */
  public static void main(String[] args) {
    TrainingProgram program = Programs.find(args[0], LoopRun.class.getClassLoader());
    int blocks = Integer.parseInt(args[1]);
    try (TrainingGraph graph =
            TrainingGraph.build(
                program, DataSpec.open("digits", Path.of("")), TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1);
        Bare bare = new Bare(graph)) {
      Dataset data = graph.data().train();
      BatchOrder order = new BatchOrder(1, data.size(), BATCH);
      double[] ours = new double[blocks];
      double[] theirs = new double[blocks];
      for (int block = -3; block < blocks; block++) {
        long start = System.nanoTime();
        for (int i = 0; i < BLOCK; i++) {
          trainer.step(data.batch(order.next()), StepSettings.of(0.001));
        }
        long middle = System.nanoTime();
        for (int i = 0; i < BLOCK; i++) {
          bare.step(i);
        }
        long end = System.nanoTime();
        if (block >= 0) {
          ours[block] = (middle - start) / 1e6 / BLOCK;
          theirs[block] = (end - middle) / 1e6 / BLOCK;
        }
      }
      double[] ratios = new double[blocks];
      Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
      System.out.printf(
          "%s: ours %.3f ms, bare %.3f ms, median ratio of pairs %.3f%n",
          args[0], median(ours), median(theirs), median(ratios));
      if (args.length > 2) {
        bare.byOp(20).entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(Integer.parseInt(args[2]))
            .forEach(op -> System.out.printf("%8.3f ms  %s%n", op.getValue(), op.getKey()));
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The same graph, stepped by hand. */
  private static final class Bare implements AutoCloseable {
    private final Graph graph;
    private final Session session;
    private final List<Tensor> features = new ArrayList<>();
    private final List<Tensor> labels = new ArrayList<>();
    private final Tensor rate = Tensors.scalar(0.001, DataType.DT_FLOAT);
    private final Tensor momentum = Tensors.scalar(0.9, DataType.DT_FLOAT);
    private final Output<?> x;
    private final Output<?> y;
    private final Output<?> fedRate;
    private final Output<?> fedMomentum;
    private final Output<?> loss;
    private final Tensor flag = TBool.scalarOf(true);
    private final Tensor key = Tensors.scalar(1L);
    private final boolean flagged;
    private final boolean draws;

    Bare(TrainingGraph owner) {
      this.graph = owner.live().graph();
      this.session = new Session(graph, false, owner.live().config());
      Dataset data = owner.data().train();
      BatchOrder order = new BatchOrder(1, data.size(), BATCH);
      for (int i = 0; i < BLOCK; i++) {
        Batch batch = data.batch(order.next());
        features.add(Tensors.of(batch.features(), DataType.DT_FLOAT));
        labels.add(Tensors.of(batch.labels(), DataType.DT_FLOAT));
      }
      this.x = graph.outputOrThrow("features:0");
      this.y = graph.outputOrThrow("labels:0");
      this.fedRate = graph.outputOrThrow("preflight/fed/learning_rate/1:0");
      this.fedMomentum = graph.outputOrThrow("preflight/fed/momentum/1:0");
      this.loss = graph.outputOrThrow("loss:0");
      this.flagged = owner.ends().training() != null;
      this.draws = owner.live().plan().drawKey() != null;
      List<Tensor> values = new ArrayList<>();
      Session.Runner restore = session.runner().addTarget("preflight/restore_all");
      owner
          .initialValues(1)
          .forEach(
              (name, value) -> {
                Tensor tensor = Tensors.of(value, DataType.DT_FLOAT);
                values.add(tensor);
                restore.feed(graph.outputOrThrow("preflight/restore/" + name + ":0"), tensor);
              });
      restore.run().close();
      values.forEach(Tensor::close);
    }

    private Session.Runner runner(int i) {
      Session.Runner runner =
          session
              .runner()
              .feed(x, features.get(i))
              .feed(y, labels.get(i))
              .feed(fedRate, rate)
              .feed(fedMomentum, momentum)
              .fetch(loss)
              .addTarget("preflight/train");
      if (flagged) {
        runner.feed("training", flag);
      }
      if (draws) {
        runner.feed(StatelessDraws.KEY, key);
      }
      return runner;
    }

    void step(int i) {
      try (Result result = runner(i).run()) {
        result.get(0);
      }
    }

    /** Milliseconds of a step by kind of op, over so many steps. */
    Map<String, Double> byOp(int steps) {
      RunOptions traced =
          RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
      Map<String, Double> total = new TreeMap<>();
      for (int i = 0; i < steps; i++) {
        try (Result result = runner(i % BLOCK).setOptions(traced).runAndFetchMetadata()) {
          RunMetadata seen = result.getMetadata().orElseThrow();
          for (DeviceStepStats device : seen.getStepStats().getDevStatsList()) {
            for (NodeExecStats node : device.getNodeStatsList()) {
              String label = node.getTimelineLabel();
              String op = label.replaceAll(".* = |\\(.*", "");
              total.merge(op, node.getOpEndRelMicros() / 1e3 / steps, Double::sum);
            }
          }
        }
      }
      return total;
    }

    @Override
    public void close() {
      session.close();
      features.forEach(Tensor::close);
      labels.forEach(Tensor::close);
      rate.close();
      momentum.close();
      flag.close();
      key.close();
    }
  }
}
