package dev.preflight.training.data.source;

import dev.preflight.training.data.format.TfRecordFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where each record lies. */
final class TfRecordIndex {
  private final List<Path> files;
  private int[] file = new int[1024];
  private long[] number = new long[1024];
  private long[] offset = new long[1024];
  private int[] length = new int[1024];
  private int size;

  TfRecordIndex(List<Path> files) {
    this.files = files;
  }

  void add(int fileIndex, long recordNumber, long firstByte, int bytes) {
    if (size == file.length) {
      file = Arrays.copyOf(file, 2 * size);
      number = Arrays.copyOf(number, 2 * size);
      offset = Arrays.copyOf(offset, 2 * size);
      length = Arrays.copyOf(length, 2 * size);
    }
    file[size] = fileIndex;
    number[size] = recordNumber;
    offset[size] = firstByte;
    length[size] = bytes;
    size++;
  }

  List<Path> files() {
    return files;
  }

  int size() {
    return size;
  }

  int file(int item) {
    return file[item];
  }

  long number(int item) {
    return number[item];
  }

  long offset(int item) {
    return offset[item];
  }

  int length(int item) {
    return length[item];
  }

  String place(int item) {
    return files.get(file[item])
        + (number[item] == TfRecordFile.UNKNOWN
            ? ", record at byte " + offset[item]
            : ", record " + number[item]);
  }
}
