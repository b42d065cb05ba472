package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to repeat a result.
 *
 * @param preflight version of Preflight
 * @param tensorflow version of TensorFlow, with its build
 * @param java version of the Java runtime
 * @param os operating system and architecture
 * @param device what trained: CPU or GPU, with its name
 * @param threads threads TensorFlow was given, 0 for its own choice
 * @param seed the one seed from which all randomness came
 * @param programFingerprint hash of the program's graph
 * @param dataFingerprint hash of the data
 * @param config every option in force, kept sorted by name; values are text, numbers, booleans,
 *     lists or maps
 * @param commandLine the command that repeats this
 * @param gitCommit commit of the working directory, marked if it has changes, or {@code null}
 * @param started when it began, an ISO-8601 instant such as {@code 2026-11-21T09:30:00Z}
 * @param seconds how long it took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
    String preflight,
    String tensorflow,
    String java,
    String os,
    String device,
    int threads,
    long seed,
    String programFingerprint,
    String dataFingerprint,
    Map<String, @Nullable Object> config,
    String commandLine,
    @Nullable String gitCommit,
    String started,
    double seconds) {

  /** Validates and copies. */
  public Provenance {
    Require.present(preflight, "preflight");
    Require.present(tensorflow, "tensorflow");
    Require.present(java, "java");
    Require.present(os, "os");
    Require.present(device, "device");
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, was " + threads);
    }
    Require.present(programFingerprint, "programFingerprint");
    Require.present(dataFingerprint, "dataFingerprint");
    config = Values.map(Require.present(config, "config"));
    Require.present(commandLine, "commandLine");
    try {
      Instant.parse(Require.present(started, "started"));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "started must be an instant such as 2026-11-21T09:30:00Z, was \"" + started + '"', e);
    }
    Require.seconds(seconds, "seconds");
  }
}
