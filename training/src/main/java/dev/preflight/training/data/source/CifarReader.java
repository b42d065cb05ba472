package dev.preflight.training.data.source;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.format.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the binary versions of CIFAR-10 and CIFAR-100: records of one label byte (CIFAR-100: a
 * coarse one, then the fine one, which is used) and 32 x 32 pixels, a plane of red, of green, of
 * blue. Images come out as [n, 32, 32, 3].
 */
final class CifarReader {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int PIXELS = 3 * PLANE;

  private final int labelBytes;
  private final int classes;

  private CifarReader(int labelBytes, int classes) {
    this.labelBytes = labelBytes;
    this.classes = classes;
  }

  static Loaded cifar10(SpecText spec, Path base, ReadingLog log) {
    List<String> train =
        IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
    return new CifarReader(1, 10)
        .load(spec, base, log, "cifar-10-batches-bin", train, "test_batch.bin", "batches.meta.txt");
  }

  static Loaded cifar100(SpecText spec, Path base, ReadingLog log) {
    return new CifarReader(2, 100)
        .load(
            spec,
            base,
            log,
            "cifar-100-binary",
            List.of("train.bin"),
            "test.bin",
            "fine_label_names.txt");
  }

  private Loaded load(
      SpecText spec,
      Path base,
      ReadingLog log,
      String inner,
      List<String> trainNames,
      String test,
      String meta) {
    Path given = InputFile.resolve(base, spec.arguments().get(0));
    InputFile.checkDirectory(given);
    Path directory = Files.isDirectory(given.resolve(inner)) ? given.resolve(inner) : given;
    List<Path> trainFiles = trainNames.stream().map(directory::resolve).toList();
    trainFiles.forEach(
        file -> log.met(Reading.Kind.READ, "training files", "files", file.toString()));
    log.unopenedTest("files", 1, directory.resolve(test).toString());
    return Loaded.of(
        LabelRules.of(spec.options()), part(trainFiles), null, "", names(directory.resolve(meta)));
  }

  private Part part(List<Path> files) {
    List<byte[]> contents = files.stream().map(this::content).toList();
    int record = labelBytes + PIXELS;
    int items = contents.stream().mapToInt(bytes -> bytes.length / record).sum();
    byte[] pixels = new byte[Math.multiplyExact(items, PIXELS)];
    byte[] labels = new byte[items];
    int item = 0;
    for (int file = 0; file < files.size(); file++) {
      byte[] bytes = contents.get(file);
      for (int at = 0; at < bytes.length; at += record) {
        int label = bytes[at + labelBytes - 1] & 0xff;
        if (label >= classes) {
          throw new InputException(
              "Label "
                  + label
                  + " at "
                  + files.get(file)
                  + ", record "
                  + at / record
                  + " is outside the "
                  + classes
                  + " classes 0 to "
                  + (classes - 1)
                  + ".",
              "This is no CIFAR-" + classes + " file, or it is damaged.");
        }
        labels[item] = (byte) label;
        interleave(bytes, at + labelBytes, pixels, item * PIXELS);
        item++;
      }
    }
    String place = files.get(0) + (files.size() > 1 ? " and following" : "");
    return Part.inMemory(
        HostArray.ofUint8(pixels, items, SIDE, SIDE, 3),
        place,
        HostArray.ofUint8(labels, items),
        place);
  }

  private byte[] content(Path file) {
    byte[] bytes = InputFile.bytes(file);
    int record = labelBytes + PIXELS;
    if (bytes.length % record != 0) {
      throw new InputException(
          file
              + " has "
              + bytes.length
              + " bytes, no multiple of the record size "
              + record
              + ": it ends in record "
              + bytes.length / record
              + ".",
          "It is truncated, or not the binary version of CIFAR-" + classes + "; fetch it again.");
    }
    return bytes;
  }

  /** Planes to pixels: all of a pixel's channels side by side. */
  private static void interleave(byte[] source, int from, byte[] target, int to) {
    for (int pixel = 0; pixel < PLANE; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        target[to + 3 * pixel + channel] = source[from + channel * PLANE + pixel];
      }
    }
  }

  private List<String> names(Path file) {
    if (!Files.isReadable(file)) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    try {
      List<String> names =
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (names.size() != classes) {
        throw new InputException(
            file + " has " + names.size() + " class names, not " + classes + ".",
            "Fetch it again.");
      }
      return names;
    } catch (IOException e) {
      throw InputFile.failed(file, e);
    }
  }
}
