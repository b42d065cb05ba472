package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reports of every command as a browser shows them: on a telephone, on a desk, in the dark and on
 * paper. Debian's Chromium does it; where there is none, this is skipped.
 */
class BrowserTest {
  private static final int TELEPHONE = 360;
  private static final int DESK = 1440;

  @TempDir static Path directory;

  private static Playwright playwright;
  private static Browser browser;

  private static Optional<Path> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .map(entry -> Path.of(entry, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @BeforeAll
  static void writeReports() {
    Optional<Path> chromium = chromium();
    assumeTrue(chromium.isPresent(), "no Chromium on the PATH; .ci/run installs Debian's");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(List.of("--no-sandbox")));
    run("check", "mlp", "--data", "digits?limit=900", "--out", "check");
    run(
        "check",
        "faulty-lenet",
        "--set",
        "fault=double-softmax",
        "--set",
        "items=600",
        "--profile",
        "quick",
        "--out",
        "failed");
    run("lr-find", "mlp", "--data", "digits?limit=600", "--updates", "60", "--out", "lr-find");
    run("lr-find", "mlp", "--data", "digits?limit=600", "--quick", "--out", "quick");
    run(
        "lr-search",
        "mlp",
        "--data",
        "digits?limit=600",
        "--updates",
        "30",
        "--seeds",
        "3",
        "--weight-decay",
        "--out",
        "lr-search");
    run(
        "schedules",
        "mlp",
        "--data",
        "digits?limit=600",
        "--updates",
        "30",
        "--seeds",
        "3",
        "--schedules",
        "warmup(5%) + cosine(end=0),rex",
        "--out",
        "schedules");
    run(
        "tune",
        "mlp",
        "--data",
        "digits?limit=600",
        "--updates",
        "20",
        "--trials",
        "10",
        "--out",
        "tune");
    run("data", "digits?limit=600", "--out", "data");
    run("report", "lr-find", "quick", "lr-search", "schedules", "check", "-o", "merged.html");
    run(
        "schedule",
        "warmup(5%) + one-cycle(peak=0.1)",
        "--updates",
        "200",
        "--plot",
        "schedule.html");
    run("check", "mlp", "--data", "digits?limit=300", "--only", "D01,G05");
  }

  private static void run(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    if (!List.of("report", "schedule").contains(command[0])) {
      words.addAll(List.of("--progress", "none", "--fail-on", "never"));
    }
    Shell.Ended ended = Shell.in(directory).run(words.toArray(String[]::new));
    assertThat(ended.code()).as("%s: %s", words, ended.err()).isZero();
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  static Stream<String> reports() {
    return Stream.concat(
        Stream.of("check", "failed", "lr-find", "quick", "lr-search", "schedules", "tune", "data")
            .map(name -> name + "/report.html"),
        Stream.of("merged.html", "schedule.html", "preflight-out/index.html"));
  }

  /** What a page complains of or asks for. */
  private record Opened(BrowserContext context, Page page, List<String> said)
      implements AutoCloseable {
    @Override
    public void close() {
      context.close();
    }
  }

  private static Opened open(String report, int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    Page page = context.newPage();
    List<String> said = new ArrayList<>();
    String address = directory.resolve(report).toUri().toString();
    page.onConsoleMessage(message -> said.add("console: " + message.text()));
    page.onPageError(error -> said.add("error: " + error));
    page.onRequest(
        request -> {
          if (!request.url().equals(address) && !request.url().startsWith("data:")) {
            said.add("request: " + request.url());
          }
        });
    page.navigate(address);
    return new Opened(context, page, said);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void nothingIsCutOff_andThePageAsksForNothing(String report) {
    for (int width : new int[] {TELEPHONE, DESK}) {
      try (Opened opened = open(report, width, ColorScheme.LIGHT)) {
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
        Object wide =
            opened.page.evaluate(
                """
                () => [...document.querySelectorAll('body *')]
                  .filter(e => !e.closest('caption, .stacked thead, .read, svg')
                      && e.getBoundingClientRect().width > 1)
                  .filter(e => e.getBoundingClientRect().right > innerWidth + 1
                      || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
                          && getComputedStyle(e).display !== 'inline'
                          && getComputedStyle(e).overflowX !== 'visible')
                  .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40))""");
        assertThat(wide).as("%s at %s px", report, width).isEqualTo(List.of());
        assertThat(opened.said).as(report).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void axeFindsNothing(String report) {
    // Colours are the same in all of them, so that two stand for the rest.
    boolean dark = report.startsWith("failed") || report.startsWith("merged");
    for (ColorScheme scheme :
        dark ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT)) {
      try (Opened opened = open(report, DESK, scheme)) {
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
        var violations = new AxeBuilder(opened.page).analyze().getViolations();
        assertThat(
                violations.stream()
                    .map(v -> v.getId() + ": " + v.getNodes().get(0).getHtml())
                    .toList())
            .as("%s, %s", report, scheme)
            .isEmpty();
      }
    }
  }

  @Test
  void checkTakesThreePagesAtMost_onPaper() throws IOException {
    for (String report : List.of("check/report.html", "failed/report.html")) {
      try (Opened opened = open(report, DESK, ColorScheme.DARK)) {
        opened.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        byte[] pdf = opened.page.pdf(new Page.PdfOptions().setFormat("A4"));
        try (PDDocument document = Loader.loadPDF(pdf)) {
          assertThat(document.getNumberOfPages()).as(report).isLessThanOrEqualTo(3);
        }
      }
    }
  }

  @Test
  void linkToAFoldedFinding_unfoldsIt() {
    try (Opened opened = open("check/report.html", DESK, ColorScheme.LIGHT)) {
      opened.page.click("ul.checks a[href='#check-D01']");
      assertThat(opened.page.isVisible("#check-D01")).isTrue();
    }
  }
}
