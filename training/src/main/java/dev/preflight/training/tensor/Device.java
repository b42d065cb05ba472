package dev.preflight.training.tensor;

import dev.preflight.training.data.InputException;
import java.util.EnumSet;
import java.util.Set;

/** Where a graph runs. */
public enum Device {
  /** The GPU where TensorFlow sees one, otherwise the CPU. */
  AUTO,
  /** The CPU, also where there is a GPU. */
  CPU,
  /** A GPU; an error where TensorFlow sees none. */
  GPU;

  /**
   * The devices that can be asked for on this machine; always {@link #AUTO} and {@link #CPU}.
   *
   * @throws InputException if TensorFlow cannot be loaded
   */
  public static Set<Device> available() {
    return TensorFlowInfo.get().hasGpu() ? EnumSet.allOf(Device.class) : EnumSet.of(AUTO, CPU);
  }

  /**
   * Checks that TensorFlow sees this device.
   *
   * @throws InputException saying what to install, if it does not
   */
  public void require() {
    if (this == GPU && !available().contains(this)) {
      throw new InputException(
          "device: TensorFlow sees no GPU on this machine", hint(TensorFlowInfo.get().gpuBuild()));
    }
  }

  /** What to do where there is no GPU to be seen, with a native library for GPUs or without. */
  static String hint(boolean gpuBuild) {
    return gpuBuild
        ? "check that nvidia-smi lists one, and set LD_LIBRARY_PATH to where CUDA 12 and cuDNN 9"
            + " lie (docs/gpu.md says how to unpack them from the jar of -Pgpu,cuda-redist)"
        : "this build runs on CPU only: build with -Pgpu on Linux with an NVIDIA driver,"
            + " CUDA 12 and cuDNN 9";
  }
}
