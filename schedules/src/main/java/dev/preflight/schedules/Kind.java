package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kind of schedule: its name, its parameters in the order in which they may be written without a
 * name, and how it is resolved.
 *
 * @param conventions which choices it makes where libraries differ, in sentences for a reader
 */
record Kind(
    String name,
    List<String> aliases,
    List<Parameter> parameters,
    Compiler compiler,
    List<String> conventions) {

  /** The parameter that says how many updates a phase of a sequence takes. */
  static final String LENGTH = "for";

  /** Turns arguments into curves. */
  @FunctionalInterface
  interface Compiler {
    Compiled compile(Arguments arguments);
  }

  Kind {
    parameters = List.copyOf(parameters);
    conventions = List.copyOf(conventions);
  }

  /** A kind that may be a phase of a sequence: it also takes a length. */
  static Kind phase(
      String name, List<Parameter> parameters, Compiler compiler, String... conventions) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.add(Parameter.span(LENGTH, 0, null));
    return new Kind(name, List.of(), all, compiler, List.of(conventions));
  }

  /** The same kind under further names. */
  Kind also(String... names) {
    return new Kind(name, List.of(names), parameters, compiler, conventions);
  }

  boolean answersTo(String written) {
    String key = Parameter.key(written);
    return key.equals(Parameter.key(name))
        || aliases.stream().anyMatch(alias -> key.equals(Parameter.key(alias)));
  }

  Optional<Parameter> parameter(String written) {
    return parameters.stream().filter(parameter -> parameter.answersTo(written)).findFirst();
  }

  List<String> parameterNames() {
    return parameters.stream().map(Parameter::name).toList();
  }

  /** Kinds are constants of the catalog: their names say all there is to compare. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Kind kind && kind.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
