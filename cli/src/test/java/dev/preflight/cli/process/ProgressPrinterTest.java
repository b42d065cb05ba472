package dev.preflight.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.cli.Shell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
  private static final long SECOND = 1_000_000_000L;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String shown(Shell shell, ProgressMode mode, int units) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, shell.environment(), List.of());
    try (ProgressPrinter progress = new ProgressPrinter(console, mode)) {
      progress.begin("work", units);
      for (int i = 1; i <= units; i++) {
        progress.advance(i);
      }
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Shell shell() {
    return Shell.in(Path.of("")).tickingEvery(SECOND);
  }

  @Test
  void plain_isALineEveryTenPerCent() {
    String shown = shown(shell(), ProgressMode.PLAIN, 1000);

    assertThat(shown.lines()).hasSize(11).first().isEqualTo("work: 0 %");
    assertThat(shown).contains("work: 50 %, ").doesNotContain("\r");
  }

  @Test
  void plain_isAtMostALineASecond() {
    Shell fast = Shell.in(Path.of("")).tickingEvery(SECOND / 1000);

    assertThat(shown(fast, ProgressMode.PLAIN, 100).lines()).hasSize(1);
  }

  @Test
  void auto_rewritesOneLineOnATerminalAndCleansUp() {
    String shown = shown(shell().onTerminal(), ProgressMode.AUTO, 10);

    assertThat(shown).doesNotContain("\n").contains("\rwork: 50 %").endsWith("\r");
    String last = shown.substring(0, shown.length() - 1);
    assertThat(last.substring(last.lastIndexOf('\r') + 1)).isBlank();
  }

  @Test
  void auto_isPlainOnABuildServerADumbTerminalAndNoTerminal() {
    assertThat(shown(shell().onTerminal().with("CI", "true"), ProgressMode.AUTO, 10))
        .contains("\n");
    err.reset();
    assertThat(shown(shell().onTerminal().with("TERM", "dumb"), ProgressMode.AUTO, 10))
        .contains("\n");
    err.reset();
    assertThat(shown(shell(), ProgressMode.AUTO, 10)).contains("\n");
  }

  @Test
  void none_isNothing() {
    assertThat(shown(shell().onTerminal(), ProgressMode.NONE, 10)).isEmpty();
  }

  @Test
  void unknownTotal_hasNoPercentage() {
    assertThat(shown(shell(), ProgressMode.PLAIN, 0)).isEqualTo("work" + System.lineSeparator());
  }
}
