package dev.preflight.training.program;

import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.HiddenUpdates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the ops of a graph that reach outside of it: a graph from elsewhere is a program, and may
 * read and write the files of whoever runs it.
 */
final class ForeignOps {

  private static final Pattern TABLE = Pattern.compile("InitializeTableFromTextFile(V2)?");
  private static final Pattern RESTORE = Pattern.compile("Restore(V2|Slice)?");
  private static final Pattern CODE =
      Pattern.compile(
          "PyFunc|PyFuncStateless|EagerPyFunc|NumpyFunction|GeneratorDataset|RemoteCall|Rpc|TryRpc"
              + "|RpcCall|RpcClient|LoadLibrary");
  private static final Pattern WRITES =
      Pattern.compile(
          "WriteFile|Save|SaveV2|SaveSlices|MergeV2Checkpoints|DistributedSave"
              + "|(Experimental)?DatasetToTFRecord|SaveDataset(V2)?|SnapshotDataset(V2)?"
              + "|CacheDataset(V2)?|CreateSummaryFileWriter|CreateSummaryDbWriter"
              + "|Write\\w*Summary|DebugIdentity(V\\d)?|DebugNumericSummary(V2)?");
  private static final Pattern READS =
      Pattern.compile(
          "ReadFile|MatchingFiles|ImmutableConst|(TextLine|TFRecord|WholeFile|FixedLengthRecord|LMDB)"
              + "Reader(V2)?|(Experimental)?(TextLine|TFRecord|FixedLengthRecord|CSV|Sql|LMDB|Load"
              + "|MatchingFiles)Dataset(V2)?");
  private static final String TO_FILE = "file://";

  private final GraphView view;
  private final boolean savedModel;
  private final Map<String, FunctionDef> functions;
  private final Set<String> seen = new HashSet<>();

  private ForeignOps(GraphView view, boolean savedModel) {
    this.view = view;
    this.savedModel = savedModel;
    this.functions = GraphView.functions(view.def());
  }

  /**
   * Refuses a graph in which one is reached.
   *
   * @param roots names of the ops and tensors that will be run
   * @param savedModel whether the graph is a SavedModel, which restores its own values
   * @throws InputException with the first op
   */
  static void refuse(GraphView view, Collection<String> roots, boolean savedModel) {
    List<NodeDef> nodes = new ArrayList<>();
    view.ancestors(roots).forEach(name -> nodes.add(view.node(name)));
    new ForeignOps(view, savedModel).refuse(nodes);
  }

  private void refuse(List<NodeDef> nodes) {
    for (NodeDef node : nodes) {
      String does = does(node);
      if (does != null) {
        throw refusal(node, does);
      }
      node.getAttrMap().values().stream()
          .flatMap(HiddenUpdates::called)
          .filter(seen::add)
          .map(functions::get)
          .filter(function -> function != null)
          .forEach(function -> refuse(function.getNodeDefList()));
    }
  }

  private @Nullable String does(NodeDef node) {
    String op = node.getOp();
    if (TABLE.matcher(op).matches()) {
      return "fills a lookup table from a file";
    }
    if (CODE.matcher(op).matches()) {
      return "runs code from outside the graph";
    }
    if (WRITES.matcher(op).matches() || (op.equals("PrintV2") && printsToFile(node))) {
      return "may write files";
    }
    boolean restores = RESTORE.matcher(op).matches() && !savedModel;
    return restores || READS.matcher(op).matches() ? "reads files" : null;
  }

  private static boolean printsToFile(NodeDef node) {
    return node.getAttrMap().containsKey("output_stream")
        && node.getAttrOrThrow("output_stream").getS().toStringUtf8().startsWith(TO_FILE);
  }

  private InputException refusal(NodeDef node, String does) {
    String path = path(node);
    boolean table = TABLE.matcher(node.getOp()).matches();
    return new InputException(
        "graph: the op '"
            + node.getName()
            + "' ("
            + node.getOp()
            + ") "
            + does
            + (path.isEmpty() ? "" : ": '" + path + "'"),
        table
            ? "if the file is yours and lies there, pass --trust-graph; or build the table from"
                + " constants"
            : "a graph is a program: pass --trust-graph if you know where it comes from, or export"
                + " it without that op");
  }

  /** The constant string among its inputs, which is the file; empty if there is none. */
  private String path(NodeDef node) {
    for (String input : GraphView.dataInputs(node)) {
      NodeDef from = view.find(GraphView.nodeOf(input));
      if (from != null && from.getOp().equals("Const")) {
        var value = from.getAttrOrThrow("value").getTensor();
        if (value.getStringValCount() > 0) {
          return value.getStringVal(0).toStringUtf8().replaceAll("\\p{Cntrl}", "?");
        }
      }
    }
    return "";
  }
}
