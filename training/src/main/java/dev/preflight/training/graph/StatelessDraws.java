package dev.preflight.training.graph;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Replaces random ops that keep a generator in the session by their stateless twins, which draw
 * from a key that is fed with every run.
 *
 * <p>A generator inside a session cannot be read, copied or set back, so a run with dropout could
 * be neither repeated nor resumed. With a fed key its draws are a function of the seed and the
 * update, and differ from op to op by a hash of the op's name. The distribution stays as it was.
 */
public final class StatelessDraws {

  /** The int64 scalar to feed; it exists only where an op draws from it. */
  public static final String KEY = "preflight/draw_key";

  private static final Map<String, String> TWINS =
      Map.of(
          "RandomUniform", "StatelessRandomUniform",
          "RandomStandardNormal", "StatelessRandomNormal",
          "TruncatedNormal", "StatelessTruncatedNormal",
          "RandomUniformInt", "StatelessRandomUniformInt");

  private StatelessDraws() {}

  /** The graph with every draw replaced that has a twin and is not inside a loop. */
  public static GraphDef in(GraphDef def) {
    GraphView view = new GraphView(def);
    GraphDef.Builder out = def.toBuilder();
    boolean any = false;
    for (int i = 0; i < def.getNodeCount(); i++) {
      NodeDef node = def.getNode(i);
      String twin = twin(view, node);
      if (twin != null) {
        any = true;
        String seed = "preflight/draw/" + node.getName();
        out.addNode(constant(seed + "/op", nameHash(node.getName())));
        out.addNode(
            NodeDef.newBuilder()
                .setName(seed)
                .setOp("Pack")
                .addInput(KEY)
                .addInput(seed + "/op")
                .putAttr("N", AttrValue.newBuilder().setI(2).build())
                .putAttr("T", type(DataType.DT_INT64))
                .putAttr("axis", AttrValue.newBuilder().setI(0).build()));
        out.setNode(i, stateless(node, twin, seed));
      }
    }
    if (any) {
      out.addNode(
          NodeDef.newBuilder()
              .setName(KEY)
              .setOp("Placeholder")
              .putAttr("dtype", type(DataType.DT_INT64))
              .putAttr(
                  "shape",
                  AttrValue.newBuilder().setShape(TensorShapeProto.getDefaultInstance()).build()));
    }
    return out.build();
  }

  private static @Nullable String twin(GraphView view, NodeDef node) {
    String twin = TWINS.get(node.getOp());
    boolean inLoop =
        twin != null
            && view.ancestors(List.of(node.getName())).stream()
                .map(view::node)
                .anyMatch(ancestor -> ancestor.getOp().endsWith("Enter"));
    return inLoop ? null : twin;
  }

  private static NodeDef stateless(NodeDef node, String twin, String seed) {
    String numbers = node.getOp().equals("RandomUniformInt") ? "Tout" : "dtype";
    NodeDef.Builder out =
        NodeDef.newBuilder()
            .setName(node.getName())
            .setOp(twin)
            .setDevice(node.getDevice())
            .addInput(node.getInput(0))
            .addInput(seed);
    for (int i = 1; i < node.getInputCount(); i++) {
      out.addInput(node.getInput(i));
    }
    return out.putAttr("T", node.getAttrOrThrow("T"))
        .putAttr("Tseed", type(DataType.DT_INT64))
        .putAttr("dtype", node.getAttrOrThrow(numbers))
        .build();
  }

  private static long nameHash(String name) {
    long hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    return hash;
  }

  private static NodeDef constant(String name, long value) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", type(DataType.DT_INT64))
        .putAttr(
            "value",
            AttrValue.newBuilder()
                .setTensor(
                    TensorProto.newBuilder()
                        .setDtype(DataType.DT_INT64)
                        .setTensorShape(TensorShapeProto.getDefaultInstance())
                        .addInt64Val(value))
                .build())
        .build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
