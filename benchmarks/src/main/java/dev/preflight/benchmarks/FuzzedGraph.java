package dev.preflight.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** A graph that is a proper GraphDef, with nodes that are not what they were. */
final class FuzzedGraph {
  private FuzzedGraph() {}

  static byte[] of(byte[] graph, Random random) throws InvalidProtocolBufferException {
    GraphDef.Builder def = GraphDef.parseFrom(graph).toBuilder();
    for (int n = 1 + random.nextInt(3); n > 0 && def.getNodeCount() > 1; n--) {
      int at = random.nextInt(def.getNodeCount());
      NodeDef node = def.getNode(at);
      NodeDef other = def.getNode(random.nextInt(def.getNodeCount()));
      switch (random.nextInt(7)) {
        case 0 -> def.removeNode(at);
        case 1 -> def.addNode(node);
        case 2 -> def.setNode(at, node.toBuilder().setOp(other.getOp()));
        case 3 -> def.setNode(at, node.toBuilder().setName(other.getName()));
        case 4 -> {
          if (node.getInputCount() > 0) {
            def.setNode(
                at,
                node.toBuilder().setInput(random.nextInt(node.getInputCount()), other.getName()));
          }
        }
        case 5 -> def.setNode(at, node.toBuilder().putAllAttr(other.getAttrMap()));
        default ->
            def.setNode(
                at,
                node.toBuilder()
                    .putAttr(
                        node.getAttrMap().keySet().stream().findFirst().orElse("dtype"),
                        AttrValue.newBuilder()
                            .setType(DataType.forNumber(1 + random.nextInt(23)))
                            .build()));
      }
    }
    return def.build().toByteArray();
  }
}
