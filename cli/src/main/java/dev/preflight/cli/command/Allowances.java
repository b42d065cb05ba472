package dev.preflight.cli.command;

import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.Allowance;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.training.data.InputException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads which findings the user accepts. */
final class Allowances {

  private Allowances() {}

  /**
   * By check id; the day counts in UTC, so that it is the same on every machine.
   *
   * @param allow reasons by check id, which may have a date behind it
   * @throws InputException if there is no such check, or the date is none
   */
  static Map<String, Allowance> of(Map<String, String> allow) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Map<String, Allowance> allowances = new LinkedHashMap<>();
    allow.forEach(
        (key, reason) -> {
          int colon = key.indexOf(':');
          String id = colon < 0 ? key : key.substring(0, colon);
          requireCheck(id, "--allow");
          Allowance allowance =
              colon < 0
                  ? Allowance.of(reason)
                  : Allowance.until(date(key.substring(colon + 1)), reason, today);
          if (allowances.put(id, allowance) != null) {
            throw new InputException(
                "--allow names '" + id + "' twice", "give one reason, and one date at most");
          }
        });
    return allowances;
  }

  /** Refuses what is the id of no check. */
  static void requireCheck(String id, String option) {
    List<String> known = Checks.catalogue().stream().map(CheckInfo::id).toList();
    if (!known.contains(id)) {
      InputException unknown = InputException.unknown("check", id, known);
      throw new InputException(option + ": there is no check '" + id + "'", unknown.hint());
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InputException(
          "--allow: '" + text + "' is not a date",
          "write year, month and day, such as G02:2027-01-31=REASON",
          e);
    }
  }
}
