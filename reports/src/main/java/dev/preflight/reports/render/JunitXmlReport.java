package dev.preflight.reports.render;

import dev.preflight.reports.Finding;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Xml;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result as JUnit XML, the form that CI servers read: one suite per document, one test per
 * finding. A warning is a test that passed with a remark; a broken check is an error, a skip a
 * skip. A document with an incomplete verdict, or of work that was stopped, has one test more, an
 * error: a suite never passes for want of tests.
 */
public final class JunitXmlReport {
  private JunitXmlReport() {}

  /**
   * Renders documents.
   *
   * @param documents one suite each
   * @return an XML document
   */
  public static String render(List<ResultDocument> documents) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"preflight\">\n");
    documents.forEach(document -> suite(document, out));
    return out.append("</testsuites>\n").toString();
  }

  private static void suite(ResultDocument document, StringBuilder out) {
    Map<Status, List<Finding>> groups = Verdicts.byStatus(document.findings());
    boolean partial = document.interrupted() || document.verdict() == Verdict.INCOMPLETE;
    int more = partial ? 1 : 0;
    String name = "preflight." + document.kind() + "." + document.program();
    out.append("  <testsuite")
        .append(attribute("name", name))
        .append(attribute("tests", Integer.toString(document.findings().size() + more)))
        .append(attribute("failures", Integer.toString(count(groups, Status.FAIL))))
        .append(attribute("errors", Integer.toString(count(groups, Status.ERROR) + more)))
        .append(attribute("skipped", Integer.toString(count(groups, Status.SKIP))))
        .append(attribute("time", time(document.provenance().seconds())))
        .append(attribute("timestamp", document.provenance().started()))
        .append(">\n    <properties>\n");
    property("verdict", Verdicts.css(document.verdict()), out);
    property("status", Verdicts.css(document.status()), out);
    property("seed", Long.toString(document.provenance().seed()), out);
    property("commandLine", document.provenance().commandLine(), out);
    out.append("    </properties>\n");
    document.findings().forEach(finding -> test(name, finding, out));
    if (partial) {
      incomplete(name, document, out);
    }
    out.append("  </testsuite>\n");
  }

  private static void property(String name, String value, StringBuilder out) {
    out.append("      <property")
        .append(attribute("name", name))
        .append(attribute("value", value))
        .append("/>\n");
  }

  private static void incomplete(String suite, ResultDocument document, StringBuilder out) {
    out.append("    <testcase")
        .append(attribute("classname", suite))
        .append(attribute("name", "verdict"))
        .append(attribute("time", time(0)))
        .append(">\n      <error")
        .append(attribute("message", document.summary()))
        .append(attribute("type", document.interrupted() ? "interrupted" : "incomplete"))
        .append("/>\n    </testcase>\n");
  }

  private static void test(String suite, Finding finding, StringBuilder out) {
    out.append("    <testcase")
        .append(attribute("classname", suite))
        .append(attribute("name", finding.label()))
        .append(attribute("time", time(finding.seconds())));
    String inside =
        switch (finding.status()) {
          case FAIL -> problem("failure", finding);
          case ERROR -> problem("error", finding);
          case SKIP -> skipped(finding);
          case WARN, INFO -> "<system-out>" + Xml.escape(details(finding)) + "</system-out>";
          case PASS -> "";
        };
    out.append(inside.isEmpty() ? "/>\n" : ">\n      " + inside + "\n    </testcase>\n");
  }

  private static String problem(String element, Finding finding) {
    return "<"
        + element
        + attribute("message", finding.title())
        + attribute("type", finding.id())
        + ">"
        + Xml.escape(details(finding))
        + "</"
        + element
        + ">";
  }

  private static String skipped(Finding finding) {
    String reason = finding.why() == null ? finding.title() : finding.why();
    return "<skipped" + attribute("message", reason) + "/>";
  }

  private static String details(Finding finding) {
    StringBuilder text = new StringBuilder(finding.status().name() + ": " + finding.title());
    Double measured = finding.measured();
    line(text, "measured", measured == null ? null : Numbers.format(measured.doubleValue()));
    line(text, "expected", finding.expected());
    line(text, "where", finding.where());
    line(text, "why", finding.why());
    line(text, "fix", finding.fix());
    line(text, "follows from", finding.causedBy());
    return text.toString();
  }

  private static void line(StringBuilder text, String label, @Nullable String value) {
    if (value != null) {
      text.append('\n').append(label).append(": ").append(value);
    }
  }

  private static int count(Map<Status, List<Finding>> groups, Status status) {
    return groups.getOrDefault(status, List.of()).size();
  }

  private static String time(double seconds) {
    return new BigDecimal(seconds).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String attribute(String name, String value) {
    return " " + name + "=\"" + Xml.escape(value) + '"';
  }
}
