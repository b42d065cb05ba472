package dev.preflight.training.tensor;

import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/** Whether TensorFlow computes with oneDNN: asked of a small convolution, not of the processor. */
final class OneDnn {

  /** What ops that oneDNN computes begin with, once TensorFlow has placed them. */
  private static final String REWRITTEN = "_Mkl";

  private OneDnn() {}

  static boolean isOn() {
    ConfigProto config = SessionConfig.of(Device.CPU, 1);
    RunOptions options = RunOptions.newBuilder().setOutputPartitionGraphs(true).build();
    Shape shape = Shape.of(1, 8, 8, 8);
    try (Graph graph = new Graph();
        Tensor zeros = TFloat32.tensorOf(shape)) {
      Output<?> image = placeholder(graph, "image");
      Output<?> kernel = placeholder(graph, "kernel");
      Operation conv =
          graph
              .opBuilder("Conv2D", "conv", graph.baseScope())
              .addInput(image)
              .addInput(kernel)
              .setAttr("strides", new long[] {1, 1, 1, 1})
              .setAttr("padding", "SAME")
              .build();
      try (Session session = new Session(graph, false, config);
          Result result =
              session
                  .runner()
                  .feed(image, zeros)
                  .feed(kernel, zeros)
                  .fetch(conv.output(0))
                  .setOptions(options)
                  .runAndFetchMetadata()) {
        return result.getMetadata().map(OneDnn::isOn).orElse(false);
      }
    }
  }

  private static Output<?> placeholder(Graph graph, String name) {
    return graph
        .opBuilder("Placeholder", name, graph.baseScope())
        .setAttr("dtype", DataType.DT_FLOAT)
        .setAttr("shape", Shape.unknown())
        .build()
        .output(0);
  }

  private static boolean isOn(RunMetadata seen) {
    return seen.getPartitionGraphsList().stream()
        .map(GraphDef::getNodeList)
        .flatMap(nodes -> nodes.stream())
        .anyMatch(node -> node.getOp().startsWith(REWRITTEN));
  }
}
