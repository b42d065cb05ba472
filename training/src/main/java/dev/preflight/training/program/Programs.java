package dev.preflight.training.program;

import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds training programs by name. */
public final class Programs {

  /** The program that is taken when none is named. */
  public static final String DEFAULT = "lenet";

  private Programs() {}

  /** All programs known by name: those of the service loader, in the order they are declared. */
  public static List<TrainingProgram> all(ClassLoader loader) {
    List<TrainingProgram> programs = new ArrayList<>();
    ServiceLoader.load(TrainingProgram.class, loader).forEach(programs::add);
    return programs;
  }

  /**
   * The program with this name, or the class with this name.
   *
   * @param name a name from {@link #all}, or a class name with its package
   * @param loader where classes are looked up
   * @throws InputException if there is no such program, or the class is none
   */
  public static TrainingProgram find(String name, ClassLoader loader) {
    List<TrainingProgram> programs = all(loader);
    for (TrainingProgram program : programs) {
      if (program.name().equals(name)) {
        return program;
      }
    }
    if (!name.contains(".") && !isClass(name, loader)) {
      throw InputException.unknown(
          "program", name, programs.stream().map(TrainingProgram::name).toList());
    }
    return instantiate(name, loader);
  }

  /** Whether a class without a package has this name. */
  private static boolean isClass(String name, ClassLoader loader) {
    return loader.getResource(name + ".class") != null;
  }

  private static TrainingProgram instantiate(String name, ClassLoader loader) {
    Class<?> type;
    try {
      type = Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new InputException(
          "class '" + name + "' is not on the class path",
          name.endsWith(".java")
              ? "compile it, javac -cp $(preflight classpath) -d classes "
                  + name
                  + ", and name the class, with --classpath classes"
              : "add its directory or jar with --classpath, or check the spelling",
          e);
    } catch (LinkageError e) {
      throw new InputException(
          "class '" + name + "' cannot be loaded: " + e.getMessage(),
          "add the classes it needs to --classpath",
          e);
    }
    if (!TrainingProgram.class.isAssignableFrom(type)) {
      throw new InputException(
          "class '" + name + "' does not implement " + TrainingProgram.class.getName(),
          "implement it, or name another class");
    }
    try {
      return (TrainingProgram) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new InputException(
          "class '" + name + "' cannot be created: " + cause,
          "give it a public constructor without arguments",
          e);
    }
  }
}
