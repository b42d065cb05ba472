package dev.preflight.cli.machine;

/**
 * What an examination of the machine saw.
 *
 * @param part what was looked at, a word or two
 * @param state how it is
 * @param seen what was seen, one line
 * @param fix what to do about it, one line; empty where there is nothing to do
 */
record Symptom(String part, State state, String seen, String fix) {

  /** How a part of the machine is. */
  enum State {
    /** As it should be. */
    OK,
    /** It works, with a drawback. */
    WARN,
    /** It does not work. */
    FAIL
  }

  static Symptom ok(String part, String seen) {
    return new Symptom(part, State.OK, seen, "");
  }

  static Symptom warn(String part, String seen, String fix) {
    return new Symptom(part, State.WARN, seen, fix);
  }

  static Symptom fail(String part, String seen, String fix) {
    return new Symptom(part, State.FAIL, seen, fix);
  }
}
