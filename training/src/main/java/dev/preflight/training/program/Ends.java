package dev.preflight.training.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The named ends of a training graph, as tensor names ({@code "loss"} or {@code "loss:0"}) or op
 * names.
 *
 * @param features placeholder of the features, first dimension the batch
 * @param labels placeholder of the labels, first dimension the batch
 * @param loss the scalar to minimize, regularization included
 * @param logits unnormalised class scores {@code [batch, classes]}, or predictions for regression
 * @param perExampleLoss the loss of each example {@code [batch]}, without regularization
 * @param training boolean placeholder, fed true while training and false while evaluating
 * @param train the user's train op, whose optimizer is driven; without it one is built in
 * @param initializers ops that initialize the variables; by default {@code Init} or {@code init}
 * @param updates ops to run with every update, such as those of moving averages
 * @param regularization the scalar part of the loss that does not depend on the data
 * @param activations hidden tensors to watch, in order from input to output
 * @param learningRate the tensor that holds the rate, where the train op has no standard update op
 * @param frozen names of variables that must not move
 * @param feeds what other tensors are fed with in every run, by tensor name
 * @param functions what the functions of a SavedModel give, of which one trains and one evaluates;
 *     {@code logits}, {@code perExampleLoss} and {@code regularization} are then of that which
 *     evaluates, {@code loss} is of that which trains. Null where one graph serves both modes
 */
public record Ends(
    String features,
    String labels,
    String loss,
    @Nullable String logits,
    @Nullable String perExampleLoss,
    @Nullable String training,
    @Nullable String train,
    List<String> initializers,
    List<String> updates,
    @Nullable String regularization,
    List<String> activations,
    @Nullable String learningRate,
    List<String> frozen,
    Map<String, ConstantFeed> feeds,
    @Nullable Functions functions) {

  /**
   * Further ends of a graph that trains and evaluates in two parts, as functions do.
   *
   * @param loss the loss in evaluation
   * @param trainingLogits the outputs in training; null if the training step does not give them
   * @param trainingPerExampleLoss the loss of each example in training; null if it is not given
   * @param gradients the gradients of the training step, by variable; empty if it gives none
   * @param optimizer what the optimizer is called, for people; empty if that is not known
   */
  public record Functions(
      String loss,
      @Nullable String trainingLogits,
      @Nullable String trainingPerExampleLoss,
      Map<String, String> gradients,
      String optimizer) {

    /** Copies the map. */
    public Functions {
      gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }

    private Functions mapped(UnaryOperator<String> map) {
      Map<String, String> mapped = new LinkedHashMap<>();
      gradients.forEach((variable, tensor) -> mapped.put(map.apply(variable), map.apply(tensor)));
      return new Functions(
          map.apply(loss),
          ifNamed(trainingLogits, map),
          ifNamed(trainingPerExampleLoss, map),
          mapped,
          optimizer);
    }
  }

  /** Copies the lists and the map. */
  public Ends {
    initializers = List.copyOf(initializers);
    updates = List.copyOf(updates);
    activations = List.copyOf(activations);
    frozen = List.copyOf(frozen);
    feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
  }

  /**
   * The three ends every program has; each of the others has a {@code with} method, for programs in
   * Java.
   */
  public static Ends of(String features, String labels, String loss) {
    return new Ends(
        features, labels, loss, null, null, null, null, List.of(), List.of(), null, List.of(), null,
        List.of(), Map.of(), null);
  }

  /** The same with this tensor as the loss. */
  public Ends withLoss(String value) {
    return edited(draft -> draft.loss = value);
  }

  /** The same with this tensor as the logits. */
  public Ends withLogits(String value) {
    return edited(draft -> draft.logits = value);
  }

  /** The same with this tensor as the loss of each example. */
  public Ends withPerExampleLoss(String value) {
    return edited(draft -> draft.perExampleLoss = value);
  }

  /** The same with this placeholder as the training flag. */
  public Ends withTraining(String value) {
    return edited(draft -> draft.training = value);
  }

  /** The same with this op as the train op; null to have an optimizer built in. */
  public Ends withTrain(@Nullable String value) {
    return edited(draft -> draft.train = value);
  }

  /** The same with these ops as the initializers. */
  public Ends withInitializers(List<String> value) {
    return edited(draft -> draft.initializers = value);
  }

  /** The same with these ops run with every update. */
  public Ends withUpdates(List<String> value) {
    return edited(draft -> draft.updates = value);
  }

  /** The same with this tensor as the regularization part of the loss. */
  public Ends withRegularization(String value) {
    return edited(draft -> draft.regularization = value);
  }

  /** The same with these tensors as the hidden activations. */
  public Ends withActivations(List<String> value) {
    return edited(draft -> draft.activations = value);
  }

  /** The same with this tensor as the one that holds the rate. */
  public Ends withLearningRate(String value) {
    return edited(draft -> draft.learningRate = value);
  }

  /** The same with these variables frozen. */
  public Ends withFrozen(List<String> value) {
    return edited(draft -> draft.frozen = value);
  }

  /** The same with these tensors fed in every run. */
  public Ends withFeeds(Map<String, ConstantFeed> value) {
    return edited(draft -> draft.feeds = value);
  }

  /** The same with what functions give; null for one graph that serves both modes. */
  public Ends withFunctions(@Nullable Functions value) {
    return edited(draft -> draft.functions = value);
  }

  private Ends edited(Consumer<Draft> edit) {
    Draft draft = new Draft(this);
    edit.accept(draft);
    return new Ends(
        features,
        labels,
        draft.loss,
        draft.logits,
        draft.perExampleLoss,
        draft.training,
        draft.train,
        draft.initializers,
        draft.updates,
        draft.regularization,
        draft.activations,
        draft.learningRate,
        draft.frozen,
        draft.feeds,
        draft.functions);
  }

  /** The optional ends, while one of them is being changed. */
  private static final class Draft {
    private String loss;
    private @Nullable String logits;
    private @Nullable String perExampleLoss;
    private @Nullable String training;
    private @Nullable String train;
    private List<String> initializers;
    private List<String> updates;
    private @Nullable String regularization;
    private List<String> activations;
    private @Nullable String learningRate;
    private List<String> frozen;
    private Map<String, ConstantFeed> feeds;
    private @Nullable Functions functions;

    private Draft(Ends ends) {
      loss = ends.loss;
      logits = ends.logits;
      perExampleLoss = ends.perExampleLoss;
      training = ends.training;
      train = ends.train;
      initializers = ends.initializers;
      updates = ends.updates;
      regularization = ends.regularization;
      activations = ends.activations;
      learningRate = ends.learningRate;
      frozen = ends.frozen;
      feeds = ends.feeds;
      functions = ends.functions;
    }
  }

  /** The same ends with every name mapped. */
  public Ends mapped(UnaryOperator<String> map) {
    return new Ends(
        map.apply(features),
        map.apply(labels),
        map.apply(loss),
        ifNamed(logits, map),
        ifNamed(perExampleLoss, map),
        ifNamed(training, map),
        ifNamed(train, map),
        initializers.stream().map(map).toList(),
        updates.stream().map(map).toList(),
        ifNamed(regularization, map),
        activations.stream().map(map).toList(),
        ifNamed(learningRate, map),
        frozen.stream().map(map).toList(),
        mapped(feeds, map),
        functions == null ? null : functions.mapped(map));
  }

  private static Map<String, ConstantFeed> mapped(
      Map<String, ConstantFeed> feeds, UnaryOperator<String> map) {
    Map<String, ConstantFeed> mapped = new LinkedHashMap<>();
    feeds.forEach((name, feed) -> mapped.put(map.apply(name), feed));
    return mapped;
  }

  private static @Nullable String ifNamed(@Nullable String name, UnaryOperator<String> map) {
    return name == null ? null : map.apply(name);
  }
}
