package dev.preflight.training.graph;

import dev.preflight.training.data.InputException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Where the named outputs of an op stand among its outputs, by TensorFlow's own registry. */
public final class OpOutputs {

  private static final Map<String, OpDef> OPS =
      TensorFlow.registeredOpList().getOpList().stream()
          .collect(Collectors.toMap(OpDef::getName, Function.identity(), (a, b) -> a));

  private OpOutputs() {}

  /**
   * The flat number of an output.
   *
   * @param output the name that the op's definition gives to it
   * @param index which of them, where one name stands for several
   * @throws InputException if this TensorFlow has no such op or output
   */
  public static int flat(NodeDef node, String output, int index) {
    OpDef op = OPS.get(node.getOp());
    if (op == null) {
      throw unknown(node, "the op " + node.getOp());
    }
    int before = 0;
    for (OpDef.ArgDef arg : op.getOutputArgList()) {
      if (arg.getName().equals(output)) {
        return before + index;
      }
      before += count(node, arg);
    }
    throw unknown(node, "the output '" + output + "' of " + node.getOp());
  }

  private static int count(NodeDef node, OpDef.ArgDef arg) {
    if (!arg.getNumberAttr().isEmpty()) {
      return Math.toIntExact(attr(node, arg.getNumberAttr()).getI());
    }
    return arg.getTypeListAttr().isEmpty()
        ? 1
        : attr(node, arg.getTypeListAttr()).getList().getTypeCount();
  }

  private static AttrValue attr(NodeDef node, String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
  }

  private static InputException unknown(NodeDef node, String what) {
    return new InputException(
        "the graph uses " + what + " ('" + node.getName() + "'), which TensorFlow 2.18 lacks",
        "export it with TensorFlow 2.18 or older, or without custom ops");
  }
}
