package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.graph.GraphView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the state of an optimizer tells of it: its variables are called by it. */
final class OptimizerState {

  private OptimizerState() {}

  /**
   * What Keras calls the optimizer, before whose state its name stands: {@code adam/iteration}.
   * Momentum is a slot, of SGD alone an option.
   */
  static String name(GraphView view, String step, Map<String, HostArray> values) {
    Set<String> run = view.ancestors(List.of(step));
    List<String> scopes =
        values.keySet().stream()
            .filter(run::contains)
            .filter(name -> name.matches("\\w+/(iterations?|learning_rate)(_\\d+)?"))
            .map(name -> name.substring(0, name.indexOf('/')))
            .filter(name -> !name.startsWith("loss_scale"))
            .distinct()
            .toList();
    if (scopes.size() != 1) {
      return "";
    }
    String scope = scopes.get(0);
    String name = scope.toLowerCase(Locale.ROOT).replaceAll("_\\d+$", "").replace("_", "");
    boolean slots =
        values.keySet().stream().anyMatch(v -> v.startsWith(scope) && v.endsWith("_momentum"));
    return name.equals("sgd") && slots ? "sgd with momentum" : name;
  }

  /** The largest counter of updates that the step advances: 0 where training has not begun. */
  static long begun(GraphView view, String step, Map<String, HostArray> values) {
    long most = 0;
    for (String name : view.ancestors(List.of(step))) {
      HostArray value = values.get(name);
      if (value != null
          && value.size() == 1
          && !value.type().isFloating()
          && Names.last(name).matches("iterations?|global_step|step")) {
        most = Math.max(most, (long) value.get(0));
      }
    }
    return most;
  }
}
