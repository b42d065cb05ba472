package dev.preflight.cli;

/** The class path the tests run on, for tests that start a process or a compiler. */
final class Classpath {
  /** Surefire hides it in the manifest of a jar, and says so here. */
  static final String OF_TESTS =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private Classpath() {}
}
