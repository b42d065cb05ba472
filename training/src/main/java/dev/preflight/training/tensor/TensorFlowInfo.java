package dev.preflight.training.tensor;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import dev.preflight.training.data.InputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** What TensorFlow is and sees on this machine. Thread-safe. */
public final class TensorFlowInfo {

  /**
   * A device that TensorFlow sees.
   *
   * @param name TensorFlow's name, such as {@code "GPU:0"}
   * @param type {@code "CPU"} or {@code "GPU"}
   * @param memoryBytes memory TensorFlow would use at most; for the CPU a nominal number
   */
  public record Seen(String name, String type, long memoryBytes) {

    private static final double GIB = 1024.0 * 1024 * 1024;

    /** For people: the CPU's memory is a nominal number that would only confuse. */
    public String text() {
      return type.equals("GPU")
          ? String.format(Locale.ROOT, "%s (%.1f GiB)", name, (double) memoryBytes / GIB)
          : name;
    }
  }

  private final String version;
  private final boolean gpuBuild;
  private final Duration loadTime;
  private @Nullable List<Seen> devices;
  private @Nullable Boolean oneDnn;

  private TensorFlowInfo(String version, boolean gpuBuild, Duration loadTime) {
    this.version = version;
    this.gpuBuild = gpuBuild;
    this.loadTime = loadTime;
  }

  /**
   * Loads TensorFlow where that has not happened yet, and asks it, once in a process.
   *
   * @throws InputException if the native library cannot be loaded
   */
  public static TensorFlowInfo get() {
    return Loaded.get();
  }

  /** TensorFlow's version, such as {@code "2.18.0"}. */
  public String version() {
    return version;
  }

  /** Whether the native library on the class path is one built for GPUs. */
  public boolean gpuBuild() {
    return gpuBuild;
  }

  /** How long loading the native library took in this process; unpacking included. */
  public Duration loadTime() {
    return loadTime;
  }

  /**
   * What a session of this process can run on, the CPU first. To be asked only where a GPU may be
   * used: listing the GPUs takes a part of their memory, until the process ends.
   */
  public synchronized List<Seen> devices() {
    List<Seen> known = devices;
    if (known == null) {
      known = list();
      devices = known;
    }
    return known;
  }

  /** Whether TensorFlow sees a GPU; see {@link #devices}. */
  public boolean hasGpu() {
    return devices().stream().anyMatch(device -> device.type().equals("GPU"));
  }

  /**
   * Whether TensorFlow's CPU kernels are those of oneDNN. By itself TensorFlow takes them on
   * processors with AVX512-VNNI and the like only; the environment variable {@code
   * TF_ENABLE_ONEDNN_OPTS}, 1 or 0, decides it where it is set before TensorFlow is loaded. With
   * them a convolution takes down to half the time, and results differ by rounding (about 1e-7).
   */
  public synchronized boolean oneDnn() {
    Boolean known = oneDnn;
    if (known == null) {
      known = OneDnn.isOn();
      oneDnn = known;
    }
    return known;
  }

  private static final class Loaded {
    private static final Object LOCK = new Object();
    private static @Nullable TensorFlowInfo info;

    static TensorFlowInfo get() {
      synchronized (LOCK) {
        TensorFlowInfo known = info;
        if (known == null) {
          known = load();
          info = known;
        }
        return known;
      }
    }
  }

  private static TensorFlowInfo load() {
    try {
      long start = System.nanoTime();
      String version = TensorFlow.version();
      Duration loadTime = Duration.ofNanos(System.nanoTime() - start);
      return new TensorFlowInfo(version, isGpuBuild(), loadTime);
    } catch (LinkageError e) {
      throw new InputException(
          "TensorFlow's native library cannot be loaded: " + e.getMessage(),
          "use a build for this platform ("
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + "); on Linux it needs glibc 2.27 or newer",
          e);
    }
  }

  /** The native libraries for GPUs lie in a folder of their own in their jar. */
  private static boolean isGpuBuild() {
    ClassLoader loader = TensorFlow.class.getClassLoader();
    return loader != null
        && loader.getResource("org/tensorflow/internal/c_api/linux-x86_64-gpu/libjnitensorflow.so")
            != null;
  }

  /** TensorFlow Java shows no devices, so this is its C interface: a session over no graph. */
  @SuppressWarnings("try") // The scope frees the native objects that are made inside it.
  private static List<Seen> list() {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      byte[] config = SessionConfig.of(Device.AUTO, 0).toByteArray();
      TF_SetConfig(options, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_NewSession(TF_Graph.newGraph(), options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList devices = TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      List<Seen> seen = new ArrayList<>();
      for (int i = 0; i < TF_DeviceListCount(devices); i++) {
        String name = TF_DeviceListName(devices, i, status).getString();
        seen.add(
            new Seen(
                name.substring(name.indexOf("device:") + "device:".length()),
                TF_DeviceListType(devices, i, status).getString(),
                TF_DeviceListMemoryBytes(devices, i, status)));
      }
      TF_DeleteDeviceList(devices);
      TF_CloseSession(session, status);
      TF_DeleteSession(session, status);
      return List.copyOf(seen);
    }
  }
}
