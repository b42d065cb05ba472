package dev.preflight.training;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** Where a graph runs. */
public enum Device {
  /** The GPU where TensorFlow sees one, otherwise the CPU. */
  AUTO,
  /** The CPU, also where there is a GPU. */
  CPU,
  /** A GPU; an error where TensorFlow sees none. */
  GPU;

  /**
   * The session configuration.
   *
   * @param threads threads for the work inside and between ops; 0 for all processors
   */
  ConfigProto config(int threads) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .setAllowSoftPlacement(this != GPU)
            // Take GPU memory as needed: a pre-flight check must not evict a colleague's run.
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (this == CPU) {
      config.putDeviceCount("GPU", 0);
    }
    return config.build();
  }
}
