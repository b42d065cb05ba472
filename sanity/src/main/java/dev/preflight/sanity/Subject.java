package dev.preflight.sanity;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.DataLab;
import java.time.Duration;
import java.util.List;

/** What a check-up is of: a graph with its data, or data alone. */
interface Subject extends AutoCloseable {

  /** In how many labs, of a seed each, checks that depend on the seed run. */
  int seeds();

  /** Runs one check in one lab, from 0. */
  Finding run(Check check, int lab);

  /** The first lab's view of the data, with the sheet that all results are on. */
  DataLab data();

  /** Measures what the checks will cost, and says so: a sentence; empty if there is no training. */
  String cost(List<Check> checks);

  /** How long the training of a check takes where the net is sound; zero if there is none. */
  Duration usual(Check check);

  /** Time that is left of the limit; negative where it has passed. */
  default Duration left() {
    return data().left();
  }

  /** Sentences for the summary, each with a space before it. */
  String told();

  /** Charts beyond those of the checks. */
  List<Chart> charts();

  /** What to say where nothing was found, a sentence. */
  String fine();

  /** What to do where nothing speaks against going on. */
  Advice next();

  @Override
  void close();
}
