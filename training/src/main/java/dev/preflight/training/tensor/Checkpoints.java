package dev.preflight.training.tensor;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;

/**
 * TensorFlow's checkpoints (format V2): {@code PREFIX.index} and {@code PREFIX.data-...}, written
 * and read by TensorFlow's own ops, so that {@code tf.train.load_checkpoint} and {@code
 * tf.compat.v1.train.Saver} read what is written here, and the other way round.
 */
public final class Checkpoints {

  private static final String INDEX = ".index";

  /** The file in which a directory says which of its checkpoints is the latest. */
  private static final String LATEST = "checkpoint";

  private static final Pattern LATEST_PATH =
      Pattern.compile("^model_checkpoint_path: \"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.MULTILINE);

  private Checkpoints() {}

  /** A value, and the type that it has in the graph. */
  public record Entry(HostArray value, DataType type) {}

  /**
   * Writes a checkpoint, and returns when it is on the disk.
   *
   * @param prefix absolute; an existing checkpoint of that name is replaced
   * @throws IOException if it cannot be written
   */
  public static void write(Path prefix, Map<String, Entry> entries) throws IOException {
    List<String> names = List.copyOf(entries.keySet());
    List<Entry> all = List.copyOf(entries.values());
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        Tensors.Scope open = new Tensors.Scope()) {
      Ops tf = Ops.create(graph);
      Session.Runner runner = session.runner();
      List<Operand<?>> values = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        Entry entry = all.get(i);
        Operand<?> value =
            graph
                .opBuilder("Placeholder", "value" + i, graph.baseScope())
                .setAttr("dtype", entry.type())
                .setAttr("shape", Shape.unknown())
                .build()
                .output(0);
        values.add(value);
        runner.feed(value, open.add(Tensors.of(entry.value(), entry.type())));
      }
      runner.addTarget(
          tf.train
              .save(tf.constant(prefix.toString()), strings(tf, names), whole(tf, names), values)
              .op());
      runner.run().close();
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw new IOException(prefix + ": " + e.getMessage(), e);
    }
    for (Path file : files(prefix)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** Writes into the directory of a checkpoint that it is the latest there. */
  public static void markLatest(Path prefix) throws IOException {
    String name = String.valueOf(prefix.getFileName());
    String text =
        "model_checkpoint_path: \"%s\"\nall_model_checkpoint_paths: \"%s\"\n".formatted(name, name);
    Path fresh = prefix.resolveSibling(LATEST + ".tmp");
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        prefix.resolveSibling(LATEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes a checkpoint; nothing happens where there is none. */
  public static void delete(Path prefix) throws IOException {
    for (Path file : files(prefix)) {
      Files.deleteIfExists(file);
    }
  }

  private static List<Path> files(Path prefix) throws IOException {
    Path directory = prefix.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return List.of();
    }
    String name = String.valueOf(prefix.getFileName());
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(
              file -> {
                String other = String.valueOf(file.getFileName());
                return other.equals(name + INDEX) || other.startsWith(name + ".data-");
              })
          .sorted()
          .toList();
    }
  }

  /**
   * The prefix that is meant by a place: itself, its index file, or for a directory the checkpoint
   * that is its latest.
   *
   * @throws InputException if there is no checkpoint
   */
  public static Path prefix(Path place) {
    Path prefix = place;
    String name = String.valueOf(place.getFileName());
    if (Files.isDirectory(place)) {
      prefix = latest(place);
    } else if (name.endsWith(INDEX)) {
      prefix = place.resolveSibling(name.substring(0, name.length() - INDEX.length()));
    }
    if (!Files.isRegularFile(Path.of(prefix + INDEX))) {
      throw new InputException(
          "there is no checkpoint '" + place + "': no file " + prefix + INDEX,
          "name the prefix of a TensorFlow checkpoint, such as DIR/ckpt-300, or a directory of them");
    }
    return prefix;
  }

  private static Path latest(Path directory) {
    Path file = directory.resolve(LATEST);
    try {
      Matcher matcher =
          LATEST_PATH.matcher(Files.isRegularFile(file) ? Files.readString(file) : "");
      if (matcher.find()) {
        return directory.resolve(matcher.group(1).replaceAll("\\\\(.)", "$1"));
      }
      try (Stream<Path> all = Files.list(directory)) {
        List<Path> found =
            all.filter(p -> String.valueOf(p.getFileName()).endsWith(INDEX)).sorted().toList();
        if (found.size() == 1) {
          return prefix(found.get(0));
        }
        throw new InputException(
            directory
                + " holds "
                + found.size()
                + " checkpoints and no file 'checkpoint' that names the latest",
            "name the prefix of one, such as " + directory.resolve("ckpt-300"));
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot read '" + directory + "': " + e.getMessage(), "check its permissions", e);
    }
  }

  /**
   * Reads values from a checkpoint.
   *
   * @param prefix as {@link #prefix(Path)} gives it
   * @param wanted types by name
   * @return the values that are there; a name it does not hold, or holds in another type, is
   *     missing
   * @throws InputException if it is damaged
   */
  public static Map<String, HostArray> read(Path prefix, Map<String, DataType> wanted) {
    Map<String, HostArray> values = new LinkedHashMap<>();
    try {
      values.putAll(restore(prefix, wanted));
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      for (Map.Entry<String, DataType> one : wanted.entrySet()) {
        try {
          values.putAll(restore(prefix, Map.of(one.getKey(), one.getValue())));
        } catch (TensorFlowException | TFInvalidArgumentException missing) {
          if (!isMissing(missing)) {
            throw new InputException(
                "checkpoint '" + prefix + "' cannot be read: " + missing.getMessage(),
                "write or copy it again",
                missing);
          }
        }
      }
    }
    return values;
  }

  /**
   * An entry that is one text, as bytes.
   *
   * @param prefix as {@link #prefix(Path)} gives it
   * @throws InputException if there is none, or the checkpoint is damaged
   */
  public static byte[] text(Path prefix, String entry) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      var restored = restore(graph, prefix, List.of(entry), DataType.DT_STRING);
      try (Result result = session.runner().fetch(restored.output(0)).run()) {
        return ((TString) result.get(0)).asBytes().getObject();
      }
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw new InputException(
          "checkpoint '" + prefix + "' cannot be read: " + FailureText.of(e),
          "write or copy it again",
          e);
    }
  }

  private static GraphOperation restore(
      Graph graph, Path prefix, List<String> names, DataType... types) {
    Ops tf = Ops.create(graph);
    return graph
        .opBuilder("RestoreV2", "restore", graph.baseScope())
        .addInput(tf.constant(prefix.toString()).asOutput())
        .addInput(strings(tf, names).asOutput())
        .addInput(whole(tf, names).asOutput())
        .setAttr("dtypes", types)
        .build();
  }

  private static boolean isMissing(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("not found in checkpoint")
        || message.contains("has dtype")
        || message.contains("dtype");
  }

  private static Map<String, HostArray> restore(Path prefix, Map<String, DataType> wanted) {
    List<String> names = List.copyOf(wanted.keySet());
    if (names.isEmpty()) {
      return Map.of();
    }
    DataType[] types = names.stream().map(wanted::get).toArray(DataType[]::new);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      var restored = restore(graph, prefix, names, types);
      Session.Runner runner = session.runner();
      for (int i = 0; i < types.length; i++) {
        runner.fetch(restored.output(i));
      }
      Map<String, HostArray> values = new LinkedHashMap<>();
      try (Result result = runner.run()) {
        for (int i = 0; i < types.length; i++) {
          values.put(names.get(i), Tensors.read(result.get(i)));
        }
      }
      return values;
    }
  }

  private static Operand<TString> strings(Ops tf, List<String> texts) {
    return tf.constant(StandardCharsets.UTF_8, texts.toArray(String[]::new));
  }

  /** That every tensor is meant whole. */
  private static Operand<TString> whole(Ops tf, List<String> names) {
    return strings(tf, names.stream().map(name -> "").toList());
  }
}
