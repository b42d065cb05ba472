package dev.preflight.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is, as Maven wrote it down.
 *
 * @param preflight version of Preflight
 * @param tensorflow version of TensorFlow Java
 * @param platform which native library of TensorFlow it carries, such as {@code linux-x86_64-gpu}
 */
public record Build(String preflight, String tensorflow, String platform) {

  /** Reads it from the jar. */
  public static Build read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks version.properties");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        properties.getProperty("preflight", "unknown"),
        properties.getProperty("tensorflow", "unknown"),
        properties.getProperty("platform", "unknown"));
  }

  /** Whether the native library is one for NVIDIA GPUs. */
  public boolean gpu() {
    return platform.endsWith("-gpu");
  }

  /** The Java that runs it. */
  public static String java() {
    return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
  }

  /** The operating system, its version and the architecture. */
  public static String os() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }
}
