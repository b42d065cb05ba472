package dev.preflight.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * What TensorFlow is on this machine, and what it finds to run on.
 *
 * <p>The first call loads TensorFlow's native library, which takes a second or two, and much longer
 * on the first use ever, when it is unpacked; a machine that cannot load it throws a {@link
 * LinkageError}.
 */
public final class Machine {
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private Machine() {}

  /**
   * Something to run on.
   *
   * @param name TensorFlow's name for it, such as {@code GPU:0}
   * @param memoryBytes memory TensorFlow may use there
   */
  public record Unit(String name, long memoryBytes) {

    /** Whether it is a GPU. */
    public boolean isGpu() {
      return name.startsWith("GPU");
    }

    @Override
    public String toString() {
      return isGpu()
          ? String.format(Locale.ROOT, "%s (%.1f GiB)", name, memoryBytes / (double) (1 << 30))
          : name;
    }
  }

  /** The version of TensorFlow itself, such as {@code 2.18.0}. */
  public static String tensorFlowVersion() {
    return TensorFlow.version();
  }

  /**
   * Where the native library is unpacked on first use, for those who must make room.
   *
   * @return the directory, which need not exist yet
   */
  public static Path nativeCache() {
    return Optional.ofNullable(System.getProperty(CACHE_PROPERTY))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home", ""), ".javacpp", "cache"));
  }

  /** What {@link Device} comes to here: the GPUs where it allows them, else the CPU. */
  public static String description(Device device) {
    List<String> gpus = units(device).stream().filter(Unit::isGpu).map(Unit::toString).toList();
    return gpus.isEmpty() ? "CPU" : String.join(", ", gpus);
  }

  /**
   * What TensorFlow finds to run on.
   *
   * @param device which kinds to look for
   */
  public static List<Unit> units(Device device) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Graph graph = TF_Graph.newGraph();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      // The options of the first session hold for the process, so they must be those of training.
      BytePointer config = new BytePointer(device.config(0).toByteArray());
      tensorflow.TF_SetConfig(options, config, config.limit(), status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_Session.newSession(graph, options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList devices = tensorflow.TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      try {
        return read(devices, status);
      } finally {
        tensorflow.TF_DeleteDeviceList(devices);
      }
    }
  }

  private static List<Unit> read(TF_DeviceList devices, TF_Status status) {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++) {
      String full = text(tensorflow.TF_DeviceListName(devices, i, status));
      long memory = tensorflow.TF_DeviceListMemoryBytes(devices, i, status);
      String name = full.substring(full.indexOf("/device:") + "/device:".length());
      if (name.startsWith("CPU") || name.startsWith("GPU")) {
        units.add(new Unit(name, memory));
      }
    }
    return units;
  }

  private static String text(Pointer name) {
    return new BytePointer(name).getString();
  }
}
