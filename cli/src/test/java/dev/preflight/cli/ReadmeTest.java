package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what works. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir Path directory;

  private static String block(String language, int index) throws IOException {
    Matcher blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    for (int i = 0; i <= index; i++) {
      assertThat(blocks.find()).as("block %s of %s", i, language).isTrue();
    }
    return blocks.group(1);
  }

  @Test
  void classOfTheReadme_compilesAndIsChecked() throws IOException {
    Path source = directory.resolve("Net.java");
    Files.writeString(source, block("java", 0));

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.resolve("classes").toString(),
                source.toString());
    assertThat(compiled).isZero();
    Shell.Ended ended =
        Shell.in(directory)
            .run(
                "check",
                "Net",
                "--classpath",
                "classes",
                "--data",
                "digits?limit=400",
                "--set",
                "width=16",
                "--profile",
                "quick",
                "--progress",
                "none");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("G02 initial loss", "check-Net/report.html");
    assertThat(ended.code()).isZero();
  }

  @Test
  void commandsOfTheReadme_areThere() throws IOException {
    String help = Shell.in(directory).run("--help").out();
    Matcher named = Pattern.compile("`preflight ([a-z-]+)").matcher(Files.readString(README));
    while (named.find()) {
      assertThat(help).contains(named.group(1));
    }
    assertThat(List.of(help.split("\n"))).anyMatch(line -> line.contains("explain"));
  }
}
