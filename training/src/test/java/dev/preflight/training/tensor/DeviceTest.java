package dev.preflight.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;

class DeviceTest {

  @Test
  void whereThereIsNoGpu_noneIsOffered() {
    assumeFalse(TensorFlowInfo.get().hasGpu(), "this machine has a GPU");

    assertThat(Device.available()).containsExactlyInAnyOrder(Device.AUTO, Device.CPU);
  }

  /** The jar of CUDA's libraries on the class path alone does nothing. */
  @Test
  void gpuBuildThatSeesNone_isToldToUnpackTheLibraries() {
    assertThat(Device.hint(true))
        .contains("LD_LIBRARY_PATH", "docs/gpu.md", "unpack")
        .doesNotContain("which brings them");
    assertThat(Device.hint(false)).contains("build with -Pgpu");
  }
}
