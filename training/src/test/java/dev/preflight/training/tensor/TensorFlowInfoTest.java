package dev.preflight.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class TensorFlowInfoTest {

  @Test
  void info_saysVersionAndDevices() {
    TensorFlowInfo info = TensorFlowInfo.get();

    assertThat(info.version()).startsWith("2.");
    assertThat(info.devices()).isNotEmpty();
    assertThat(info.devices().get(0).name()).isEqualTo("CPU:0");
    assertThat(info.devices().get(0).type()).isEqualTo("CPU");
    assertThat(info.loadTime().isNegative()).isFalse();
  }

  /** The variable decides where it is set; the processor where it is not. */
  @Test
  void oneDnn_isWhatTheEnvironmentSays() {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    String set = System.getenv("TF_ENABLE_ONEDNN_OPTS");
    assumeTrue(set != null, "TF_ENABLE_ONEDNN_OPTS is not set: the processor decides");

    assertThat(TensorFlowInfo.get().oneDnn()).isEqualTo("1".equals(set));
  }
}
