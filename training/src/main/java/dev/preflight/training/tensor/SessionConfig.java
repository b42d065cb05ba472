package dev.preflight.training.tensor;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * How TensorFlow is to run sessions. Apart from {@link Device}, so that the command line can name
 * devices without loading TensorFlow.
 */
public final class SessionConfig {

  private SessionConfig() {}

  /**
   * The configuration of sessions on a device.
   *
   * @param threads threads for the work inside and between ops; 0 for all processors
   */
  public static ConfigProto of(Device device, int threads) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .setAllowSoftPlacement(device != Device.GPU)
            // Take GPU memory as needed: a pre-flight check must not evict a colleague's run.
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (device == Device.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    return config.build();
  }
}
