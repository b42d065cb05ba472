package dev.preflight.cli.process;

import dev.preflight.training.data.InputException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The classes of {@code --classpath}: directories and jars of the user's own. */
public final class ProgramClasses {
  /** The class loader's name, by which the user's code is known in a stack trace. */
  static final String NAME = "program";

  private ProgramClasses() {}

  /**
   * A loader for these entries on top of Preflight's own classes.
   *
   * @throws InputException if an entry does not exist
   */
  @SuppressWarnings("resource") // Lives as long as the process: its classes are in use until then.
  public static ClassLoader loader(List<Path> entries, Environment environment) {
    ClassLoader own = ProgramClasses.class.getClassLoader();
    if (entries.isEmpty()) {
      return own;
    }
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries) {
      Path path = environment.resolve(entry);
      if (!Files.exists(path)) {
        throw new InputException(
            "--classpath: there is no '" + entry + "'",
            "name directories of classes or jars, with '"
                + java.io.File.pathSeparator
                + "' between them");
      }
      try {
        urls.add(path.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new InputException("--classpath: '" + entry + "' cannot be used", "rename it", e);
      }
    }
    return new URLClassLoader(NAME, urls.toArray(URL[]::new), own);
  }
}
