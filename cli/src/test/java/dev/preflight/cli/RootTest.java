package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may stand at the root of the repository. */
class RootTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> MODULES =
      Set.of(
          "training",
          "schedules",
          "sanity",
          "tuner",
          "reports",
          "recipe",
          "cli",
          "examples",
          "benchmarks");

  private static final Set<String> BESIDES =
      Set.of(
          "pom.xml",
          "README.md",
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "LICENSE",
          "preflight",
          "docs",
          ".ci",
          ".mvn",
          ".gitignore",
          ".git");

  @Test
  void nothingElseStandsAtTheRoot() throws Exception {
    assertThat(strangers(names(ROOT)))
        .as(
            "at the root of the repository, where they may not stand; whatever a command writes"
                + " goes under target/, .preflight/ or preflight-out/")
        .isEmpty();
  }

  @Test
  void theListIsSeen(@TempDir Path archive) throws Exception {
    assertThat(names(ROOT)).contains("pom.xml", "cli", "docs");
    for (String name : List.of("-nan", "0.0100023", "pom.xml", "notes.iml")) {
      Files.writeString(archive.resolve(name), "");
    }
    Files.createDirectory(archive.resolve("target"));
    Files.writeString(archive.resolve(".gitignore"), "target/\n*.iml\n");

    assertThat(strangers(names(archive))).containsExactly("-nan", "0.0100023");
  }

  private static Set<String> strangers(Set<String> names) {
    Set<String> strangers = new TreeSet<>(names);
    strangers.removeAll(MODULES);
    strangers.removeAll(BESIDES);
    return strangers;
  }

  /** What stands there and is not ignored: as git sees it, or in an archive of the sources. */
  private static Set<String> names(Path root) throws Exception {
    Set<String> names = new TreeSet<>();
    if (Files.exists(root.resolve(".git"))) {
      for (String file : git(root).split("\0", -1)) {
        String name = file.split("/", 2)[0];
        if (!name.isEmpty() && Files.exists(root.resolve(name))) {
          names.add(name);
        }
      }
    }
    return names.isEmpty() ? listed(root) : names;
  }

  /** Of the index and of what might be added to it; empty where git fails or is not there. */
  private static String git(Path root) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream in = process.getInputStream()) {
        String files = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? files : "";
      }
    } catch (IOException e) {
      return "";
    }
  }

  private static Set<String> listed(Path root) throws IOException {
    List<String> ignored = Files.readAllLines(root.resolve(".gitignore"));
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(root)) {
      files
          .map(Path::getFileName)
          .filter(name -> ignored.stream().noneMatch(pattern -> matches(pattern, name)))
          .forEach(name -> names.add(name.toString()));
    }
    return names;
  }

  /** For the simple patterns of ours: a name, perhaps with a star, perhaps a directory's. */
  private static boolean matches(String pattern, Path name) {
    String glob = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(name);
  }
}
