package dev.preflight.training.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Tells one graph from another, the same in every process. */
public final class GraphFingerprint {

  private GraphFingerprint() {}

  /** A hash over the nodes of a graph. */
  public static String of(GraphDef def) {
    CRC32C crc = new CRC32C();
    for (NodeDef node : def.getNodeList()) {
      byte[] bytes = new byte[node.getSerializedSize()];
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      // Attributes are a map, whose order must not show.
      out.useDeterministicSerialization();
      try {
        node.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      crc.update(bytes);
    }
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
