package dev.preflight.cli.machine;

import dev.preflight.cli.process.Build;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Provenance;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.training.data.InputException;
import dev.preflight.training.tensor.TensorFlowInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at the machine, part by part; a part that is broken does not keep it from the others. */
final class Examination {
  private static final int OLDEST_JAVA = 17;
  private static final Path NVIDIA_DRIVER = Path.of("/dev/nvidiactl");
  private static final double GIB = 1 << 30;

  /** Room that TensorFlow's native library takes when unpacked, by build. */
  private static final double UNPACKED_CPU_GIB = 0.7;

  private static final double UNPACKED_GPU_GIB = 1.3;

  /** Less free memory for Java than this, and data sets of ordinary size do not fit. */
  private static final double SMALL_HEAP_GIB = 0.5;

  private final Environment environment;
  private final Path out;
  private final Build build = Build.read();
  private final List<Symptom> symptoms = new ArrayList<>();

  Examination(Environment environment, Path out) {
    this.environment = environment;
    this.out = out;
  }

  List<Symptom> run() {
    java();
    cache();
    tensorFlow();
    charts();
    output();
    return symptoms;
  }

  private void java() {
    int feature = Runtime.version().feature();
    double heap = Runtime.getRuntime().maxMemory() / GIB;
    String seen =
        String.format(
            Locale.ROOT,
            "%s, at most %.1f GiB of heap, %d processors, %s",
            Build.java(),
            heap,
            Runtime.getRuntime().availableProcessors(),
            Build.os());
    if (feature < OLDEST_JAVA) {
      symptoms.add(Symptom.fail("Java", seen, "Use Java " + OLDEST_JAVA + " or newer."));
    } else if (heap < SMALL_HEAP_GIB) {
      symptoms.add(Symptom.warn("Java", seen, "Allow more with PREFLIGHT_OPTS=-Xmx2g."));
    } else {
      symptoms.add(Symptom.ok("Java", seen));
    }
  }

  private void cache() {
    Path cache =
        Optional.ofNullable(System.getProperty("org.bytedeco.javacpp.cachedir"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home", ""), ".javacpp", "cache"));
    boolean unpacked =
        Files.isDirectory(
            cache.resolve(
                "tensorflow-core-native-" + build.tensorflow() + "-" + build.platform() + ".jar"));
    String fix =
        "Move it with PREFLIGHT_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR, or make room there.";
    try {
      Files.createDirectories(cache);
      Files.delete(Files.createTempFile(cache, ".preflight", ".tmp"));
      double free = Files.getFileStore(cache).getUsableSpace() / GIB;
      double needed = unpacked ? 0 : build.gpu() ? UNPACKED_GPU_GIB : UNPACKED_CPU_GIB;
      String seen =
          String.format(
              Locale.ROOT,
              "%s, %.1f GiB free, TensorFlow %s",
              cache,
              free,
              unpacked ? "unpacked" : "not unpacked yet");
      symptoms.add(free < needed ? Symptom.fail("cache", seen, fix) : Symptom.ok("cache", seen));
    } catch (IOException e) {
      String seen = cache + " cannot be written: " + OutputDirectory.reason(e);
      // JavaCPP then tries the temporary directory, and unpacks again with every start.
      symptoms.add(Symptom.warn("cache", seen, fix));
    }
  }

  private void tensorFlow() {
    try {
      TensorFlowInfo tensorFlow = TensorFlowInfo.get();
      symptoms.add(
          Symptom.ok(
              "TensorFlow",
              String.format(
                  Locale.ROOT,
                  "%s (Java %s, %s), loaded in %.1f s",
                  tensorFlow.version(),
                  build.tensorflow(),
                  build.platform(),
                  tensorFlow.loadTime().toMillis() / 1e3)));
      kernels(tensorFlow);
      devices(tensorFlow);
    } catch (InputException e) {
      symptoms.add(Symptom.fail("TensorFlow", String.valueOf(e.getMessage()), e.hint()));
    } catch (LinkageError | RuntimeException e) {
      symptoms.add(
          Symptom.fail(
              "TensorFlow",
              "it fails on this machine: " + e,
              "Report it, with what 'preflight doctor --verbose' shows."));
    }
  }

  private void kernels(TensorFlowInfo tensorFlow) {
    String part = "oneDNN";
    if (tensorFlow.oneDnn()) {
      symptoms.add(Symptom.ok(part, "on: convolutions and products on the CPU are its own"));
    } else if (build.platform().contains("x86_64")) {
      symptoms.add(
          Symptom.warn(
              part,
              "off: convolutions on the CPU take up to twice the time",
              "Set TF_ENABLE_ONEDNN_OPTS=1 before Java starts, as ./preflight does by itself."));
    } else {
      symptoms.add(Symptom.ok(part, "off: TensorFlow has none for this processor"));
    }
  }

  private void devices(TensorFlowInfo tensorFlow) {
    String seen =
        String.join(", ", tensorFlow.devices().stream().map(TensorFlowInfo.Seen::text).toList());
    if (tensorFlow.gpuBuild() && !tensorFlow.hasGpu()) {
      symptoms.add(
          Symptom.warn(
              "devices",
              seen + "; no GPU, though this build is for one",
              "It needs NVIDIA's driver, and CUDA 12 and cuDNN 9 where the loader finds them; "
                  + "--verbose names the libraries that TensorFlow could not load."));
    } else if (!tensorFlow.gpuBuild() && Files.exists(NVIDIA_DRIVER)) {
      symptoms.add(
          Symptom.warn(
              "devices",
              seen + "; this build is for the CPU, but there is an NVIDIA GPU",
              "Build for it: PREFLIGHT_MAVEN=-Pgpu ./preflight doctor"));
    } else {
      symptoms.add(Symptom.ok("devices", seen));
    }
  }

  /** Draws a chart and a page, which needs Java's fonts and graphics. */
  private void charts() {
    try {
      int length = HtmlReport.render(List.of(sample())).length();
      symptoms.add(Symptom.ok("report", "charts and page drawn (" + length / 1024 + " KiB)"));
    } catch (LinkageError | RuntimeException e) {
      symptoms.add(
          Symptom.fail(
              "report",
              "charts cannot be drawn: " + e,
              "Install a Java with its desktop module, fontconfig and a font, such as the "
                  + "packages fontconfig and fonts-dejavu-core."));
    }
  }

  private static ResultDocument sample() {
    Chart.Axis axis = Chart.Axis.linear("x");
    Chart chart =
        Chart.of("sample", "Sample", "A line.", axis, axis)
            .series(
                "line",
                Chart.Role.FIRST,
                Chart.Style.LINE,
                new double[] {0, 1},
                new double[] {0, 1})
            .build();
    Provenance nowhere =
        new Provenance(
            "", "", "", "", "", 0, 0, "", "", Map.of(), "", null, "1970-01-01T00:00:00Z", 0);
    return ResultDocument.of("doctor", "sample", "A sample.", nowhere)
        .charts(List.of(chart))
        .build();
  }

  private void output() {
    try {
      boolean existed = Files.exists(environment.resolve(out));
      OutputDirectory directory = OutputDirectory.prepare(out, environment);
      if (!existed) {
        Files.delete(directory.directory());
      }
      symptoms.add(Symptom.ok("output", out + " can be written"));
    } catch (InputException e) {
      symptoms.add(Symptom.fail("output", String.valueOf(e.getMessage()), e.hint()));
    } catch (IOException e) {
      symptoms.add(Symptom.warn("output", out + ": " + OutputDirectory.reason(e), ""));
    }
  }
}
