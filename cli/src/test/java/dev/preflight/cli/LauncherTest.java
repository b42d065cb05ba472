package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code preflight}, with a Java and a Maven that only say that they were called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for argument in "$@"; do
        case $argument in -XX:ArchiveClassesAtExit=*) exit 1 ;; esac
      done
      printf '<%s>' "$@"
      exit 7
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>builds
      mkdir -p cli/target && : >cli/target/preflight-cli-1.jar
      echo "$PWD/sanity/target/preflight-sanity-1.jar" >cli/target/classpath
      mkdir -p sanity/target && : >sanity/target/preflight-sanity-1.jar
      """;

  @TempDir Path directory;
  private Path house;
  private Path source;

  /** What came of the script. */
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void buildHouse() throws IOException {
    house = Files.createDirectories(directory.resolve("a house"));
    source = Files.createDirectories(house.resolve("cli/src/main")).resolve("A.java");
    Files.writeString(source, "");
    Files.writeString(house.resolve("pom.xml"), "");
    script(house.resolve("preflight"), Files.readString(Path.of("../preflight")));
    java("17.0.1", JAVA);
    script(directory.resolve("bin/mvn"), MAVEN);
  }

  private void java(String version, String text) throws IOException {
    script(directory.resolve("jdk/bin/java"), text);
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** One run: its process, and the beginning of the names of the files of what it says. */
  private record Started(Process process, Path files) {}

  private Started start(Path script, String... args) throws IOException {
    Path files = Files.createTempDirectory(directory, "run").resolve("said");
    // A process of Java's loses what a child of it writes to standard error after it has ended,
    // as the launcher's filter does. A pipe to another is read to its end.
    String shell = "{ \"$@\"; echo $? >\"$0.code\"; } 2>&1 >\"$0.out\" | cat >\"$0.err\"";
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", shell, files.toString(), script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PREFLIGHT_"));
    environment.put("JAVA_HOME", directory.resolve("jdk").toString());
    environment.put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
    return new Started(builder.start(), files);
  }

  private static Ended end(Started started) throws Exception {
    started.process.waitFor();
    int code = Integer.parseInt(said(started, "code").strip());
    return new Ended(code, said(started, "out"), said(started, "err"));
  }

  private static String said(Started started, String what) throws IOException {
    return Files.readString(started.files.resolveSibling("said." + what));
  }

  private Ended run(String... args) throws Exception {
    return end(start(house.resolve("preflight"), args));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(house.resolve("builds"));
  }

  @Test
  void firstUse_buildsAndSaysSoInALine_laterUsesDoNot() throws Exception {
    Ended first = run("check", "two words", "*");
    Ended second = run("check");

    assertThat(first.err().lines()).singleElement().asString().contains("building itself");
    assertThat(first.out()).contains("<check><two words><*>").contains("<dev.preflight.cli.Main>");
    assertThat(first.code()).isEqualTo(7);
    assertThat(second.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void newerSources_areBuiltAnew() throws Exception {
    run();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

    Ended second = run();

    assertThat(second.err()).contains("building itself anew");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void symbolicLinks_leadHome() throws Exception {
    Path one = Files.createSymbolicLink(directory.resolve("one"), house.resolve("preflight"));
    Path two = Files.createSymbolicLink(directory.resolve("two"), Path.of("one"));
    assertThat(one).isSymbolicLink();

    Ended ended = end(start(two, "x"));

    assertThat(ended.code()).isEqualTo(7);
    assertThat(house.resolve(".preflight/current")).exists();
  }

  @Test
  void twoFirstUsesAtOnce_buildOnce() throws Exception {
    Started one = start(house.resolve("preflight"), "one");
    Started two = start(house.resolve("preflight"), "two");

    assertThat(end(one).out()).contains("<one>");
    assertThat(end(two).out()).contains("<two>");
    assertThat(builds()).hasSize(1);
    assertThat(house.resolve(".preflight/build.lock")).doesNotExist();
  }

  @Test
  void failedBuild_showsTheErrorAndTheLog() throws Exception {
    script(directory.resolve("bin/mvn"), "#!/bin/sh\necho '[ERROR] no compiler'\nexit 1\n");

    Ended ended = run();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("[ERROR] no compiler", "the build failed", "build.log");
    assertThat(house.resolve(".preflight/build.lock")).doesNotExist();
  }

  @Test
  void oldJava_isNamed() throws Exception {
    java("11.0.2", JAVA);

    Ended ended = run();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Java 11.0.2 is too old", "17 or newer");
  }

  @Test
  void noJava_isSaid() throws Exception {
    Files.delete(directory.resolve("jdk/bin/java"));

    Ended ended = run();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no Java in it", "17 or newer");
  }

  @Test
  void newJava_isGrantedWhatItWouldWarnAbout() throws Exception {
    java("25.0.3", JAVA);

    assertThat(run().out())
        .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  /** The beginning of a Java that makes no archive of classes. */
  private static final String WITHOUT_ARCHIVE =
      """
      #!/bin/sh
      for argument in "$@"; do
        case $argument in -XX:ArchiveClassesAtExit=*) exit 1 ;; esac
      done
      """;

  private static final String TALKS =
      WITHOUT_ARCHIVE
          + """
      echo "vmodule=${TF_CPP_VMODULE-}"
      while read -r line; do echo "$line" >&2; done <<'END'
      E0000 00:00:1.2 cuda_fft.cc:467] Unable to register cuFFT factory: Attempting to register
      E0000 00:00:1.2 cuda_dnn.cc:8579] Unable to register cuDNN factory: Attempting to register
      E0000 00:00:1.2 cuda_blas.cc:1407] Unable to register cuBLAS factory: Attempting to register
      I0000 00:00:1.2 gpu_device.cc:2022] Created device /device:GPU:0 with 78000 MB memory
      I0000 00:00:1.2 cuda_dnn.cc:529] Loaded cuDNN version 90501
      W0000 00:00:1.2 gpu_device.cc:2344] Cannot dlopen some GPU libraries.
      END
      """;

  @Test
  void tensorFlowsChatter_isTakenOut_butNotWhatMatters() throws Exception {
    java("17.0.1", TALKS);
    run();

    Ended ended = run("check");

    assertThat(ended.err()).contains("Cannot dlopen some GPU libraries");
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.out()).isEqualTo("vmodule=\n");
  }

  @Test
  void verbose_showsItAll_andTheLibrariesThatAreMissing() throws Exception {
    java("17.0.1", TALKS);
    run();

    Ended ended = run("doctor", "--verbose");

    assertThat(ended.err().lines()).hasSize(6);
    assertThat(ended.out()).isEqualTo("vmodule=dso_loader=1\n");
  }

  @Test
  void oneDnn_isSwitchedOn_unlessTheUserSaysOtherwise() throws Exception {
    java(
        "17.0.1",
        WITHOUT_ARCHIVE
            + """
        echo "oneDNN=$TF_ENABLE_ONEDNN_OPTS"
        """);
    run();
    Path env = Path.of("/usr/bin/env");
    String launcher = house.resolve("preflight").toString();

    Ended silent = end(start(env, "-u", "TF_ENABLE_ONEDNN_OPTS", launcher, "check"));
    Ended off = end(start(env, "TF_ENABLE_ONEDNN_OPTS=0", launcher, "check"));

    assertThat(silent.out()).isEqualTo("oneDNN=1\n");
    assertThat(off.out()).isEqualTo("oneDNN=0\n");
  }

  @Test
  void standardError_inAFile_keepsItsOrderAndLosesTensorFlowsLines() throws Exception {
    java(
        "17.0.1",
        WITHOUT_ARCHIVE
            + """
        echo "I0000 mlir_graph_optimization_pass.cc:401] MLIR V1 optimization pass is not enabled" >&2
        echo "WARNING: All log messages before absl::InitializeLog() is called" >&2
        echo said >&2
        echo preflight-has-ended >&2
        while kill -0 "$(printf '%s\n' "$@" | sed -n 's/-Dpreflight.filter=//p')" 2>/dev/null; do
          sleep 0.01
        done
        """);
    Path log = directory.resolve("log");
    String shell = "{ echo before >&2; \"$0\"; echo after >&2; } 2>\"$1\"";
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh", "-c", shell, house.resolve("preflight").toString(), log.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("PREFLIGHT_"));
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");

    assertThat(builder.start().waitFor()).isZero();

    assertThat(Files.readAllLines(log))
        .startsWith("before")
        .endsWith("said", "after")
        .noneMatch(line -> line.contains("MLIR") || line.contains("absl"));
  }
}
