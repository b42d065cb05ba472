package dev.preflight.reports.render;

import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.chart.ChartSvg;
import dev.preflight.reports.text.Text;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The report as one HTML file that needs nothing else: no network (its content security policy
 * forbids any), no script (that only adds read-outs), no font of the host.
 *
 * <p>The same documents give the same bytes on every host.
 */
public final class HtmlReport {
  static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private HtmlReport() {}

  /**
   * Renders documents into one page, in their order.
   *
   * @param documents at least one
   * @return the page
   */
  public static String render(List<ResultDocument> documents) {
    return render(documents, ChartSvg::draw);
  }

  /** As above, with another way to draw. */
  @SuppressWarnings("NullAway") // jte takes null for "no interceptor".
  static String render(List<ResultDocument> documents, Pages.Drawing drawing) {
    Verdict worst =
        documents.stream()
            .map(ResultDocument::verdict)
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> new IllegalArgumentException("documents must not be empty"));
    Pages pages = new Pages(drawing);
    Page page =
        new Page(
            Pages.title(documents),
            worst,
            policy(),
            STYLE,
            SCRIPT,
            pages.suggestions(documents),
            pages.sections(documents));
    StringOutput out = new StringOutput();
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), null, page);
    return Text.clean(out.toString());
  }

  /** Nothing may be loaded; this style sheet and this script are known by their hashes. */
  static String policy() {
    return String.format(
        Locale.ROOT,
        "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A text file that travels beside this class. */
  static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
