package dev.preflight.training.data;

/** What labels mean: class ids, one-hot rows, or numbers to predict. */
public final class Labels {
  private Labels() {}

  /** The column of the only 1 in an otherwise zero row, or -1 if the row is not like that. */
  public static int oneHotId(HostArray rows, int row, int columns) {
    int id = -1;
    for (int column = 0; column < columns; column++) {
      double value = rows.get(row * columns + column);
      if (value == 1 && id < 0) {
        id = column;
      } else if (value != 0) {
        return -1;
      }
    }
    return id;
  }

  /** A number without a needless fraction. */
  public static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** The class id of every item, whether labels are ids or one-hot rows. */
  public static int[] ids(Dataset dataset) {
    HostArray labels = dataset.labelsOf(Shuffle.identity(dataset.size()));
    int columns = labels.rowSpec().size();
    int[] ids = new int[dataset.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = columns == 1 ? (int) labels.get(i) : oneHotId(labels, i, columns);
    }
    return ids;
  }
}
