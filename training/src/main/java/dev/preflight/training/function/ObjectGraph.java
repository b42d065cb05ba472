package dev.preflight.training.function;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.preflight.training.data.InputException;
import dev.preflight.training.tensor.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;

/**
 * The Python objects of a SavedModel: which of them a function captures, and under which key a
 * checkpoint holds their values. A checkpoint has an object graph of its own; the two are walked
 * side by side from the root, by the names of attributes, as Python's loader does.
 */
final class ObjectGraph {

  /** The entry of a checkpoint that holds its object graph. */
  private static final String ENTRY = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private final SavedObjectGraph objects;

  ObjectGraph(SavedObjectGraph objects) {
    this.objects = objects;
  }

  /** The objects that a function captures, in the order of its last arguments. */
  List<Integer> captured(String function) {
    SavedConcreteFunction found = objects.getConcreteFunctionsMap().get(function);
    return found == null ? List.of() : found.getBoundInputsList();
  }

  /** Whether an object is a variable. */
  boolean isVariable(int object) {
    return objects.getNodes(object).getKindCase() == SavedObject.KindCase.VARIABLE;
  }

  /** The name that a variable has in Python. */
  String nameOf(int variable) {
    return objects.getNodes(variable).getVariable().getName();
  }

  /**
   * The keys of variables in a checkpoint, by object; those it does not hold are missing.
   *
   * @throws InputException if it has no object graph or is damaged
   */
  Map<Integer, String> keys(Path checkpoint) {
    TrackableObjectGraph saved;
    try {
      saved = TrackableObjectGraph.parseFrom(Checkpoints.text(checkpoint, ENTRY));
    } catch (InvalidProtocolBufferException e) {
      throw new InputException(
          "checkpoint '" + checkpoint + "': its object graph cannot be read: " + e.getMessage(),
          "export the SavedModel again",
          e);
    }
    Map<Integer, String> keys = new LinkedHashMap<>();
    Set<Long> seen = new HashSet<>();
    Deque<int[]> open = new ArrayDeque<>();
    open.add(new int[] {0, 0});
    while (!open.isEmpty()) {
      int[] pair = open.remove();
      if (!seen.add(((long) pair[0] << Integer.SIZE) | pair[1])) {
        continue;
      }
      TrackableObject there = saved.getNodes(pair[1]);
      for (SerializedTensor value : there.getAttributesList()) {
        keys.putIfAbsent(pair[0], value.getCheckpointKey());
      }
      Map<String, Integer> children = children(there.getChildrenList());
      children(objects.getNodes(pair[0]).getChildrenList())
          .forEach(
              (name, child) -> {
                Integer other = children.get(name);
                if (other != null) {
                  open.add(new int[] {child, other});
                }
              });
    }
    return keys;
  }

  private static Map<String, Integer> children(List<ObjectReference> references) {
    Map<String, Integer> children = new HashMap<>();
    references.forEach(child -> children.put(child.getLocalName(), child.getNodeId()));
    return children;
  }
}
