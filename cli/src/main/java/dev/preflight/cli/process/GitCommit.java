package dev.preflight.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The commit of the directory the user works in. */
public final class GitCommit {
  private static final int PATIENCE_SECONDS = 5;

  private GitCommit() {}

  /**
   * The commit, marked where tracked files differ from it; empty where there is no repository, no
   * commit, or no git.
   */
  public static Optional<String> of(Path directory) {
    return git(directory, "rev-parse", "--verify", "--quiet", "HEAD")
        .filter(commit -> !commit.isEmpty())
        .map(commit -> commit + (isClean(directory) ? "" : " with changes"));
  }

  private static boolean isClean(Path directory) {
    return git(directory, "status", "--porcelain", "--untracked-files=no")
        .map(String::isEmpty)
        .orElse(true);
  }

  private static Optional<String> git(Path directory, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder("git");
    builder.command().addAll(List.of(arguments));
    builder.directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    // Looking must not take the lock from a git command of the user's.
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream in = process.getInputStream()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return Optional.of(text);
        }
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
