package dev.preflight.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;

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
}
