package dev.preflight.sanity.check;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.Table;
import dev.preflight.training.data.TrainingData;
import java.util.OptionalInt;

/** What checks of the data work with: the data as it was read, whether or not there is a graph. */
public interface DataLab {

  /** The data as it was read, before it is fitted to a graph. */
  TrainingData data();

  /** How much to do. */
  Profile profile();

  /** The seed of everything that is drawn. */
  long seed();

  /** Number of outputs of the graph; empty if there is no graph, or it does not say. */
  OptionalInt outputs();

  /** Number of classes, or of numbers to predict, that a row of labels stands for. */
  default OptionalInt classes() {
    return data().classes();
  }

  /** Whether labels are classes, not numbers to predict. */
  default boolean classifies() {
    return classes().isPresent();
  }

  /** Adds a chart to the check-up. */
  void chart(Chart chart);

  /** Adds a table to the check-up. */
  void table(Table table);

  /** Adds pictures to the check-up. */
  void pictures(Pictures pictures);

  /** Unwinds the check if it is to stop. */
  void checkpoint();
}
