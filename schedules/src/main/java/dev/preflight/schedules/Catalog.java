package dev.preflight.schedules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every kind of schedule that a spec can name. */
final class Catalog {
  private static final List<Kind> KINDS =
      Stream.of(
              DecayKinds.ALL,
              CycleKinds.ALL,
              Combinators.ALL,
              Plateaus.ALL,
              TorchKinds.ALL,
              KerasKinds.ALL,
              TimmKinds.ALL,
              OptaxKinds.ALL,
              HfKinds.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalog() {}

  static Optional<Kind> find(String name) {
    return KINDS.stream().filter(kind -> kind.answersTo(name)).findFirst();
  }

  static List<Kind> kinds() {
    return KINDS;
  }

  /** A sentence that names the nearest kind. */
  static String nearest(String written) {
    List<String> names =
        KINDS.stream()
            .flatMap(kind -> Stream.concat(Stream.of(kind.name()), kind.aliases().stream()))
            .toList();
    return Nearest.word(written, names)
        .map(name -> "Did you mean '" + name + "'?")
        .orElse(
            "The schedules are: "
                + String.join(", ", KINDS.stream().map(Kind::name).toList())
                + ".");
  }
}
