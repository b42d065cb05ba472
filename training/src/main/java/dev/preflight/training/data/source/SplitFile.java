package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Split;
import dev.preflight.training.data.format.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A split kept in a file, so that all runs use the same: text of a few lines, item numbers from 0.
 *
 * @param data identity of the items that were split
 * @param how the options that made it
 * @param split the parts
 */
record SplitFile(int items, String data, String how, Split split) {
  private static final String HEAD = "preflight-split 1";

  /** Writes it, whole or not at all. */
  void write(Path file) {
    String text =
        HEAD
            + "\nitems "
            + items
            + "\ndata "
            + data
            + "\nhow "
            + how
            + "\ntrain "
            + ranges(split.train())
            + "\nvalidation "
            + ranges(split.validation())
            + "\ntest "
            + ranges(split.test())
            + "\n";
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(temporary, text, StandardCharsets.UTF_8);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InputException(
          "The split cannot be written to " + file + ": " + e.getMessage() + ".",
          "Name another place with split-file=, or make room.",
          e);
    }
  }

  /**
   * Reads a split and checks that it is one of these items.
   *
   * @param items how many there are
   * @param data their identity
   */
  static SplitFile read(Path file, int items, String data) {
    Map<String, String> values = new HashMap<>();
    String text = new String(InputFile.bytes(file), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      throw new InputException(
          file + ", line 1: this is no split, which begins with '" + HEAD + "'.",
          "Name another file with split-file=; one that is not there is written.");
    }
    for (String line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      values.put(
          space < 0 ? line : line.substring(0, space), space < 0 ? "" : line.substring(space + 1));
    }
    for (String key : List.of("items", "data", "how", "train", "validation", "test")) {
      if (!values.containsKey(key)) {
        throw new InputException(
            file + " has no line '" + key + "'.", "It is damaged: delete it to split anew.");
      }
    }
    boolean same = get(values, "items").equals(Integer.toString(items));
    if (!same || !get(values, "data").equals(data)) {
      throw new InputException(
          file
              + " splits other data"
              + (same ? "." : ": " + get(values, "items") + " items, and here are " + items + "."),
          "Name the data it was written for, or another split-file= to split anew. A file added or"
              + " taken away makes other data: its items may not move from test to train unseen.");
    }
    Split split =
        new Split(
            indices(get(values, "train"), file, items),
            indices(get(values, "validation"), file, items),
            indices(get(values, "test"), file, items));
    checkPartition(split, items, file);
    return new SplitFile(items, data, get(values, "how"), split);
  }

  private static String get(Map<String, String> values, String key) {
    return values.getOrDefault(key, "");
  }

  private static void checkPartition(Split split, int items, Path file) {
    boolean[] seen = new boolean[items];
    for (int[] part : List.of(split.train(), split.validation(), split.test())) {
      for (int item : part) {
        if (seen[item]) {
          throw new InputException(
              file + ": item " + item + " is in two parts, or twice in one.",
              "Delete it to split anew.");
        }
        seen[item] = true;
      }
    }
    if (split.train().length == 0 || split.validation().length == 0) {
      throw new InputException(
          file + ": train and validation need an item each.", "Delete it to split anew.");
    }
  }

  /** Ascending numbers, runs of them as {@code 3-7}. */
  private static String ranges(int[] items) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < items.length; ) {
      int last = i;
      while (last + 1 < items.length && items[last + 1] == items[last] + 1) {
        last++;
      }
      text.append(text.length() == 0 ? "" : " ").append(items[i]);
      if (last > i) {
        text.append('-').append(items[last]);
      }
      i = last + 1;
    }
    return text.toString();
  }

  private static int[] indices(String text, Path file, int items) {
    List<int[]> runs = new ArrayList<>();
    int count = 0;
    for (String run : text.isBlank() ? new String[0] : text.strip().split(" ", -1)) {
      int dash = run.indexOf('-');
      int first = index(dash < 0 ? run : run.substring(0, dash), run, file, items);
      int last = dash < 0 ? first : index(run.substring(dash + 1), run, file, items);
      if (last < first || count + (last - first + 1) > items) {
        throw badItems(run, file, items);
      }
      runs.add(new int[] {first, last});
      count += last - first + 1;
    }
    int[] indices = new int[count];
    int filled = 0;
    for (int[] run : runs) {
      for (int item = run[0]; item <= run[1]; item++) {
        indices[filled++] = item;
      }
    }
    Arrays.sort(indices);
    return indices;
  }

  private static int index(String number, String run, Path file, int items) {
    try {
      int index = Integer.parseInt(number);
      if (index >= 0 && index < items) {
        return index;
      }
    } catch (NumberFormatException e) {
      // Reported below, as a number that no item has.
    }
    throw badItems(run, file, items);
  }

  private static InputException badItems(String run, Path file, int items) {
    return new InputException(
        file + ": '" + run + "' are no items from 0 to " + (items - 1) + ".",
        "It is damaged: delete it to split anew.");
  }
}
