package dev.preflight.benchmarks;

import dev.preflight.examples.lessons.ExportedGraph;
import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Schedules;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.TrainingProgram;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Everything that reads what somebody else wrote, and sound files of each kind to begin with. */
final class FuzzTargets {
  /** Reads a damaged file to its end, as a run would. */
  interface Reader {
    /** Returns where it could be read; throws what a user would be told otherwise. */
    void read(Path file) throws IOException;
  }

  /** Makes a damaged file of two sound ones. */
  interface Damage {
    byte[] apply(byte[] file, byte[] other, Random random) throws IOException;
  }

  /**
   * One of them.
   *
   * @param name also the name that the damaged file gets
   * @param inputs how many are tried unless told otherwise
   */
  record Target(String name, int inputs, List<byte[]> sound, Damage damage, Reader reader) {}

  private FuzzTargets() {}

  /** All targets; the surroundings that some need are written into {@code home}. */
  static List<Target> all(Path home) throws IOException {
    SampleFiles files = new SampleFiles(7);
    Files.write(home.resolve("labels.idx"), files.idxLabels(20));
    Files.write(home.resolve("labels.npy"), files.npyLabels(20));
    Path graph = ExportedGraph.write(home.resolve("graph"));
    List<Target> all = new ArrayList<>();
    byte[] idx = files.idxImages(20, 6);
    all.add(
        data(
            "x.idx",
            List.of(idx, SampleFiles.gzip(idx)),
            (file, other, random) ->
                random.nextBoolean()
                    ? bytes(file, other, random)
                    : SampleFiles.gzip(bytes(idx, idx, random)),
            file -> "idx:" + file + "," + home.resolve("labels.idx")));
    all.add(
        data(
            "x.npy",
            List.of(files.npyFloats(20, 5), files.npyLabels(20)),
            FuzzTargets::bytes,
            file -> "npy:" + file + "," + home.resolve("labels.npy")));
    byte[] npy = files.npyFloats(20, 5);
    byte[] labels = files.npyLabels(20);
    all.add(
        data(
            "a.npz",
            List.of(files.npz(20, 5)),
            (file, other, random) ->
                random.nextBoolean()
                    ? bytes(file, other, random)
                    : zipped(bytes(npy, labels, random), bytes(labels, npy, random)),
            file -> "npz:" + file));
    all.add(
        data(
            "t.csv",
            List.of(
                files.csv(20, 4), "a,b\n1,x\n2,\"y\n\"\n3,x\n".getBytes(StandardCharsets.UTF_8)),
            (file, other, random) -> Mutations.damaged(file, other, true, random),
            file -> "csv:" + file));
    all.add(records(files));
    pictures(files, home, all);
    all.add(
        text(
            "d.json",
            List.of(Files.readString(graph)),
            file -> {
              GraphDescriptor descriptor = Json.read(file, GraphDescriptor.class);
              GraphProgram.load(descriptor, home.resolve("graph"), "d");
            }));
    all.add(
        text(
            "config.json",
            List.of(
                "{\"profile\": \"quick\", \"batch-size\": 32, \"seed\": 7, \"data\": \"digits\"}",
                "{\"program\": \"lenet\", \"optimizer\": \"adam\", \"learning-rate\": 0.001}"),
            // With --help, so that what was read is parsed and not carried out.
            file -> FuzzedCommand.run(home, "check", "--config", file.toString(), "--help")));
    all.add(
        text(
            "result.json",
            List.of(FuzzedCommand.result(home)),
            file -> {
              ResultDocument document = Json.read(file);
              HtmlReport.render(List.of(document));
            }));
    all.add(
        text(
            "schedule.txt",
            List.of(
                "warmup(10%) + cosine(0.1, end=1e-4)",
                "one-cycle(0.1, phases=three, momentum=[0.9, 0.8])",
                "torch.StepLR(lr=0.1, step_size=30)",
                "piecewise([1, 0.2, 0.7], at=[200, 300])",
                "linear(0.1) * step(every=10%)"),
            file -> {
              PlannedSchedule schedule =
                  Schedules.parse(Files.readString(file, StandardCharsets.ISO_8859_1), 1_000);
              for (long update = 0; update < 1_000; update += 37) {
                schedule.at(update);
              }
            }));
    all.add(graphs(home, graph));
    return all;
  }

  private static Target records(SampleFiles files) throws IOException {
    byte[] jpeg = files.picture("jpg", BufferedImage.TYPE_INT_RGB, 12, 10);
    byte[] one = SampleFiles.pictureRecord(jpeg, 3);
    byte[] two = SampleFiles.pictureRecord(jpeg, 4);
    return data(
        "r.tfrecord",
        List.of(framed(one, two, one, two)),
        (file, other, random) ->
            random.nextInt(4) == 0
                ? bytes(file, other, random)
                : framed(one, two, bytes(one, two, random)),
        file -> "tfrecord:" + file);
  }

  private static void pictures(SampleFiles files, Path home, List<Target> all) throws IOException {
    byte[] whole = files.picture("png", BufferedImage.TYPE_INT_RGB, 12, 10);
    List<byte[]> pngs =
        List.of(
            whole,
            files.picture("png", BufferedImage.TYPE_INT_ARGB, 12, 10),
            files.picture("png", BufferedImage.TYPE_BYTE_INDEXED, 12, 10),
            files.picture("png", BufferedImage.TYPE_USHORT_GRAY, 12, 10));
    List<byte[]> jpegs =
        List.of(
            files.picture("jpg", BufferedImage.TYPE_INT_RGB, 24, 20),
            files.picture("jpg", BufferedImage.TYPE_BYTE_GRAY, 24, 20));
    all.add(picture("p.png", pngs, whole, home));
    all.add(picture("p.jpg", jpegs, whole, home));
    all.add(
        picture(
            "p.gif",
            List.of(files.picture("gif", BufferedImage.TYPE_BYTE_INDEXED, 12, 10)),
            whole,
            home));
    all.add(
        picture(
            "p.bmp",
            List.of(files.picture("bmp", BufferedImage.TYPE_INT_RGB, 12, 10)),
            whole,
            home));
    Path webp = Path.of("training/src/test/resources/images");
    if (Files.isDirectory(webp)) {
      List<byte[]> webps = new ArrayList<>();
      for (String name : List.of("lossy.webp", "lossless.webp", "alpha.webp", "turned6.webp")) {
        webps.add(Files.readAllBytes(webp.resolve(name)));
      }
      all.add(picture("p.webp", webps, whole, home));
      all.add(
          picture("cmyk.jpg", List.of(Files.readAllBytes(webp.resolve("cmyk.jpg"))), whole, home));
    }
  }

  /** A damaged picture in a folder beside sound ones. */
  private static Target picture(String name, List<byte[]> sound, byte[] whole, Path home) {
    return new Target(
        name,
        100_000,
        sound,
        FuzzTargets::bytes,
        file -> {
          Path folder = file.resolveSibling("images-" + name);
          Path a = folder.resolve("a");
          if (!Files.isDirectory(a)) {
            Files.createDirectories(a);
            Files.write(a.resolve("0.png"), whole);
            Files.write(a.resolve("1.png"), whole);
          }
          Files.copy(file, a.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          readAll(DataSpec.open("images:" + folder, home));
        });
  }

  private static Target graphs(Path home, Path descriptor) throws IOException {
    byte[] graph = Files.readAllBytes(home.resolve("graph/mnist.pb"));
    String text = Files.readString(descriptor);
    TrainingData digits = DataSpec.open("digits?limit=64", home);
    return new Target(
        "mnist.pb",
        2_000,
        List.of(graph),
        (file, other, random) ->
            random.nextInt(3) == 0 ? bytes(file, other, random) : FuzzedGraph.of(file, random),
        file -> {
          Path beside = Files.writeString(home.resolve("mnist.json"), text);
          GraphDescriptor read = Json.read(beside, GraphDescriptor.class);
          TrainingProgram program = GraphProgram.load(read, home, "mnist");
          TrainingGraph.build(program, digits, TrainingGraph.Options.defaults()).close();
        });
  }

  private static Target data(
      String name, List<byte[]> sound, Damage damage, Function<Path, String> spec) {
    return new Target(
        name,
        100_000,
        sound,
        damage,
        file -> readAll(DataSpec.open(spec.apply(file), file.toAbsolutePath().resolveSibling(""))));
  }

  private static Target text(String name, List<String> sound, Reader reader) {
    return new Target(
        name,
        100_000,
        sound.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(),
        (file, other, random) -> Mutations.damaged(file, other, true, random),
        reader);
  }

  private static byte[] bytes(byte[] file, byte[] other, Random random) {
    return Mutations.damaged(file, other, false, random);
  }

  private static byte[] framed(byte[]... records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] record : records) {
      out.writeBytes(SampleFiles.framed(record));
    }
    return out.toByteArray();
  }

  private static byte[] zipped(byte[] x, byte[] y) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : Map.of("x.npy", x, "y.npy", y).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  private static void readAll(TrainingData data) {
    for (Dataset dataset : List.of(data.train(), data.validation())) {
      for (int from = 0; from < dataset.size(); from += 8) {
        dataset.batch(IntStream.range(from, Math.min(from + 8, dataset.size())).toArray());
      }
    }
  }
}
