package dev.preflight.training;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.LabelForm;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.program.Ends;
import dev.preflight.training.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Fits data to the placeholders of a graph: element types, label form, and shapes that differ only
 * in how the same numbers are written down.
 *
 * <p>Unsigned bytes fed to a floating-point placeholder are divided by 255, as image libraries do;
 * {@code scale=none} in the data specification turns that off.
 */
final class DataBinding {

  private DataBinding() {}

  static TrainingData bind(TrainingData data, GraphView graph, Ends ends, Guess guess) {
    NodeDef features = graph.node(GraphView.nodeOf(ends.features()));
    NodeDef labels = graph.node(GraphView.nodeOf(ends.labels()));
    ElementType featureType = type("features", ends.features(), features, graph);
    ElementType labelType = type("labels", ends.labels(), labels, graph);
    Dataset train = data.train();
    LabelForm guessed = guess.labels();
    LabelForm form = guessed == null ? form(data, labels, labelType) : guessed;
    if (train.features().type() == ElementType.UINT8 && floating(featureType)) {
      return data.with(
          shaped(
              converted(train.unitScaled(), featureType, labelType, form), features, labels, guess),
          shaped(
              converted(data.validation().unitScaled(), featureType, labelType, form),
              features,
              labels,
              guess));
    }
    if (floating(train.features().type()) && featureType == ElementType.UINT8) {
      throw new InputException(
          "features: the graph takes uint8, the data has " + train.features().type(),
          "give data of bytes (without scale=; of pictures with 16 bits, depth=8), or a graph that takes"
              + " floating-point features");
    }
    return data.with(
        shaped(converted(train, featureType, labelType, form), features, labels, guess),
        shaped(
            converted(data.validation(), featureType, labelType, form), features, labels, guess));
  }

  private static Dataset converted(
      Dataset data, ElementType features, ElementType labels, LabelForm form) {
    return data.convertedTo(features, labels, form);
  }

  private static boolean floating(ElementType type) {
    return type == ElementType.FLOAT32 || type == ElementType.FLOAT64;
  }

  private static ElementType type(String role, String tensor, NodeDef node, GraphView graph) {
    DataType type = GraphView.dtype(node);
    if (graph.dataAncestors(List.of(tensor)).stream()
        .anyMatch(name -> graph.node(name).getOp().equals("IteratorGetNext"))) {
      throw new InputException(
          role + ": '" + tensor + "' comes from a tf.data iterator, but Preflight feeds the data",
          "build the graph on tf.compat.v1.placeholder in the iterator's place, and give the data"
              + " itself with --data, such as npy:x.npy,y.npy");
    }
    if (type == DataType.DT_INVALID) {
      throw new InputException(
          role + ": '" + tensor + "' is an op of type " + node.getOp() + ", not a placeholder",
          "name the placeholder that takes the " + role);
    }
    try {
      return Tensors.elementType(type);
    } catch (Tensors.UnsupportedTypeException e) {
      throw new InputException(
          role + ": placeholder '" + tensor + "' takes " + type + ", which cannot be fed",
          "use a numeric placeholder",
          e);
    }
  }

  /** One-hot rows for a floating placeholder of rank 2, class ids for an integer one. */
  private static LabelForm form(TrainingData data, NodeDef placeholder, ElementType type) {
    if (data.classes().isEmpty()) {
      return LabelForm.asIs();
    }
    List<Long> shape = shape(placeholder);
    if (shape.size() == 2 && shape.get(1) > 1) {
      return LabelForm.oneHot(Math.toIntExact(shape.get(1)));
    }
    if (shape.size() == 2 && shape.get(1) < 0 && floating(type)) {
      return LabelForm.oneHot(data.classes().getAsInt());
    }
    return shape.size() > 2 ? LabelForm.asIs() : LabelForm.classIds();
  }

  private static Dataset shaped(Dataset data, NodeDef features, NodeDef labels, Guess guess) {
    List<Integer> x =
        Objects.requireNonNullElseGet(
            guess.featureItem(), () -> itemShape("features", data.features(), features));
    List<Integer> y =
        Objects.requireNonNullElseGet(
            guess.labelItem(), () -> itemShape("labels", data.labels(), labels));
    if (x.equals(data.features().shape()) && y.equals(data.labels().shape())) {
      return data;
    }
    ArraySpec xSpec = new ArraySpec(data.features().type(), x);
    ArraySpec ySpec = new ArraySpec(data.labels().type(), y);
    return data.mapBatches(
        "reshaped",
        xSpec,
        ySpec,
        batch ->
            new Batch(
                batch.features().reshape(withRows(batch.size(), x)),
                batch.labels().reshape(withRows(batch.size(), y))));
  }

  private static int[] withRows(int rows, List<Integer> item) {
    int[] shape = new int[item.size() + 1];
    shape[0] = rows;
    for (int i = 0; i < item.size(); i++) {
      shape[i + 1] = item.get(i);
    }
    return shape;
  }

  /** The item shape to feed: the placeholder's, where the data has the same numbers in it. */
  private static List<Integer> itemShape(String role, ArraySpec data, NodeDef placeholder) {
    List<Integer> have = data.shape();
    if (!placeholder.getAttrMap().containsKey("shape")
        || placeholder.getAttrOrThrow("shape").getShape().getUnknownRank()) {
      return have;
    }
    List<Long> want = shape(placeholder);
    if (want.isEmpty()) {
      // An unknown shape is written as a scalar by older exporters.
      return have;
    }
    List<Long> item = want.subList(1, want.size());
    if (matches(have, item)) {
      return have;
    }
    List<Integer> haveCore = have.stream().filter(d -> d != 1).toList();
    List<Long> wantCore = item.stream().filter(d -> d != 1).toList();
    long count = have.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    boolean known = item.stream().allMatch(d -> d >= 0);
    long wanted = item.stream().reduce(1L, (a, b) -> a * b);
    boolean sameNumbers =
        known
            && wanted == count
            && (matches(haveCore, wantCore) || haveCore.size() <= 1 || wantCore.size() <= 1);
    if (sameNumbers) {
      return item.stream().map(Math::toIntExact).toList();
    }
    throw new InputException(
        role
            + ": placeholder '"
            + placeholder.getName()
            + "' takes items of shape "
            + item
            + ", the data has "
            + have,
        "give data of that shape, or name another placeholder as \"" + role + "\"");
  }

  private static boolean matches(List<Integer> have, List<Long> want) {
    if (have.size() != want.size()) {
      return false;
    }
    for (int i = 0; i < have.size(); i++) {
      if (want.get(i) >= 0 && want.get(i) != have.get(i).longValue()) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> shape(NodeDef placeholder) {
    if (!placeholder.getAttrMap().containsKey("shape")) {
      return List.of();
    }
    return placeholder.getAttrOrThrow("shape").getShape().getDimList().stream()
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }
}
