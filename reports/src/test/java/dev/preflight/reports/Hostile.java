package dev.preflight.reports;

/** Text that breaks out of HTML, attributes, scripts, Markdown, XML and terminals if it can. */
public final class Hostile {
  public static final String TEXT =
      "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`&|*_[a](javascript:alert(1))"
          + "]]>--><!-- <b>\u2028\u2029\u0000\u0007\u001b[31m\u202e\ud800 \ud83d\ude80 ## # "
          + "\r\n# heading\n- "
          + "x".repeat(3000);

  private Hostile() {}
}
