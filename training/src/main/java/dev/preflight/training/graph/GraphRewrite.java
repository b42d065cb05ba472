package dev.preflight.training.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Rewrites of a GraphDef that leave what it computes as it is. Pure functions. */
public final class GraphRewrite {

  /** The prefix that TensorFlow Java gives a meaning to. */
  private static final String INIT = "Init";

  private static final String READ = "preflight/read/";

  /** Ops that take a reference as such, or read it plainly already. */
  private static final Pattern TAKES_REFERENCES =
      Pattern.compile("Identity|Assign.*|(Sparse)?Apply.*|Scatter.*|Ref.*|IsVariable.*|CountUpTo");

  private GraphRewrite() {}

  /**
   * Gives every random op that keeps its state in the session a seed of its own, derived from
   * {@code seed} and the op's name, so that initial values and dropout follow the run's seed.
   */
  static GraphDef seeded(GraphDef def, long seed) {
    GraphDef.Builder out = def.toBuilder();
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef node = out.getNode(i);
      if (GraphView.isStatefulRandom(node)) {
        // Both attributes zero means "draw a seed from the clock", which must never happen.
        long first = seed * 0x9E3779B97F4A7C15L + 1;
        out.setNode(
            i,
            node.toBuilder()
                .putAttr("seed", integer(first == 0 ? 1 : first))
                .putAttr("seed2", integer(node.getName().hashCode() | 1L)));
      }
    }
    return out.build();
  }

  /**
   * Replaces {@code MaxPoolV2} and its gradient by {@code MaxPool}, which computes the same and has
   * a fast gradient on CPU (oneDNN has no kernel for the V2 gradient), where window and strides are
   * constants.
   */
  public static GraphDef withFastPools(GraphDef def) {
    GraphView view = new GraphView(def);
    GraphDef.Builder out = def.toBuilder();
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef node = out.getNode(i);
      int data =
          switch (node.getOp()) {
            case "MaxPoolV2" -> 1;
            case "MaxPoolGradV2" -> 3;
            default -> 0;
          };
      if (data == 0) {
        continue;
      }
      AttrValue window = intList(view, node.getInput(data));
      AttrValue strides = intList(view, node.getInput(data + 1));
      if (window == null || strides == null) {
        continue;
      }
      NodeDef.Builder pool =
          node.toBuilder()
              .setOp(data == 1 ? "MaxPool" : "MaxPoolGrad")
              .clearInput()
              .putAttr("ksize", window)
              .putAttr("strides", strides);
      for (int k = 0; k < node.getInputCount(); k++) {
        if (k != data && k != data + 1) {
          pool.addInput(node.getInput(k));
        }
      }
      if (!pool.containsAttr("explicit_paddings")) {
        pool.putAttr(
            "explicit_paddings",
            AttrValue.newBuilder().setList(AttrValue.ListValue.getDefaultInstance()).build());
      }
      out.setNode(i, pool);
    }
    return out.build();
  }

  /**
   * Has gradients of ReLU look at what the ReLU gave rather than at what it took: both are above
   * zero where the other is. TensorFlow's C++ gradients look at what it took, which keeps that in
   * memory, and keeps TensorFlow from making one kernel of a convolution, its bias and its ReLU.
   *
   * @param fed tensors whose value may be fed in place of what the graph computes; left alone
   * @return the graph itself where there is nothing to change
   */
  public static GraphDef withFusableRelus(GraphDef def, Set<String> fed) {
    GraphView view = new GraphView(def);
    Map<Integer, String> given = new LinkedHashMap<>();
    for (int i = 0; i < def.getNodeCount(); i++) {
      NodeDef node = def.getNode(i);
      if (!node.getOp().equals("ReluGrad") && !node.getOp().equals("Relu6Grad")) {
        continue;
      }
      String relu = node.getOp().substring(0, node.getOp().length() - "Grad".length());
      String taken = GraphView.canonical(node.getInput(1));
      for (NodeDef user : view.consumers(GraphView.nodeOf(taken))) {
        if (user.getOp().equals(relu)
            && GraphView.canonical(user.getInput(0)).equals(taken)
            && !fed.contains(user.getName() + ":0")
            && !view.ancestors(List.of(user.getName())).contains(node.getName())) {
          given.put(i, user.getName());
          break;
        }
      }
    }
    if (given.isEmpty()) {
      return def;
    }
    GraphDef.Builder out = def.toBuilder();
    given.forEach((i, output) -> out.getNodeBuilder(i).setInput(1, output));
    return out.build();
  }

  /**
   * Has what the loss is made of read reference variables through an {@code Identity}, as graphs
   * written by Python do. Some of TensorFlow's C++ gradients, that of {@code Square} among them,
   * end the process where their op reads a reference itself.
   *
   * @param loss what the ops to look at lead to
   */
  public static GraphDef withPlainReads(GraphDef def, String loss) {
    GraphView view = new GraphView(def);
    Set<String> forward = view.dataAncestors(List.of(loss));
    GraphDef.Builder out = def.toBuilder();
    Set<String> read = new LinkedHashSet<>();
    for (int i = 0; i < def.getNodeCount(); i++) {
      NodeDef node = def.getNode(i);
      if (!forward.contains(node.getName()) || TAKES_REFERENCES.matcher(node.getOp()).matches()) {
        continue;
      }
      for (int k = 0; k < node.getInputCount(); k++) {
        String source = node.getInput(k).startsWith("^") ? "" : GraphView.nodeOf(node.getInput(k));
        NodeDef variable = view.find(source);
        if (variable != null && GraphView.isVariable(variable) && !GraphView.isResource(variable)) {
          out.getNodeBuilder(i).setInput(k, READ + source);
          read.add(source);
        }
      }
    }
    for (String variable : read) {
      out.addNode(
          NodeDef.newBuilder()
              .setName(READ + variable)
              .setOp("Identity")
              .addInput(variable)
              .putAttr("T", view.node(variable).getAttrOrThrow("dtype")));
    }
    return out.build();
  }

  /**
   * Renames ops whose name begins with {@code Init}: TensorFlow Java takes every such op for an
   * initializer and refuses to run a session before it. Names are mapped by {@link #plainName}.
   */
  public static GraphDef withPlainNames(GraphDef def) {
    if (def.getNodeList().stream().noneMatch(node -> node.getName().startsWith(INIT))) {
      return def;
    }
    GraphDef.Builder out = def.toBuilder();
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef.Builder node = out.getNodeBuilder(i);
      node.setName(plainName(node.getName()));
      for (int k = 0; k < node.getInputCount(); k++) {
        String input = node.getInput(k);
        node.setInput(
            k, input.startsWith("^") ? "^" + plainName(input.substring(1)) : plainName(input));
      }
    }
    return out.build();
  }

  /** The name of an op or tensor after {@link #withPlainNames}. */
  public static String plainName(String name) {
    return name.startsWith(INIT) ? "graph" + name : name;
  }

  private static AttrValue integer(long value) {
    return AttrValue.newBuilder().setI(value).build();
  }

  private static @Nullable AttrValue intList(GraphView view, String tensor) {
    NodeDef node = view.find(GraphView.nodeOf(tensor));
    if (node == null || !node.getOp().equals("Const")) {
      return null;
    }
    TensorProto value = node.getAttrOrThrow("value").getTensor();
    List<Long> numbers = new ArrayList<>();
    if (value.getIntValCount() > 0) {
      value.getIntValList().forEach(v -> numbers.add(v.longValue()));
      while (numbers.size() < 4) {
        numbers.add(numbers.get(numbers.size() - 1));
      }
    } else {
      ByteString bytes = value.getTensorContent();
      for (int i = 0; i + 4 <= bytes.size(); i += 4) {
        numbers.add(
            (long)
                ((bytes.byteAt(i) & 0xff)
                    | (bytes.byteAt(i + 1) & 0xff) << 8
                    | (bytes.byteAt(i + 2) & 0xff) << 16
                    | bytes.byteAt(i + 3) << 24));
      }
    }
    return numbers.size() != 4
        ? null
        : AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder().addAllI(numbers)).build();
  }
}
