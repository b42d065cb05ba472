package dev.preflight.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchOrderTest {
  @Test
  void order_isPinnedForAllJvms() {
    BatchOrder order = new BatchOrder(7, 10, 5);

    assertThat(order.epoch()).isEqualTo(-1);
    assertThat(order.next()).containsExactly(PINNED);
  }

  private static final int[] PINNED = {6, 1, 8, 3, 0};

  @Test
  void seedsAndEpochs_giveDifferentOrders() {
    BatchOrder order = new BatchOrder(7, 100, 100);
    int[] first = order.next();

    assertThat(order.next()).isNotEqualTo(first);
    assertThat(new BatchOrder(8, 100, 100).next()).isNotEqualTo(first);
  }

  @Test
  void smallDataset_isOneBatchPerEpoch() {
    BatchOrder order = new BatchOrder(1, 3, 64);

    assertThat(order.batchSize()).isEqualTo(3);
    assertThat(order.batchesPerEpoch()).isEqualTo(1);
    assertThat(order.next()).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void emptyDatasetOrBatch_isRejected() {
    assertThatThrownBy(() -> new BatchOrder(1, 0, 4)).hasMessage("size must be at least 1, was 0");
    assertThatThrownBy(() -> new BatchOrder(1, 4, 0))
        .hasMessage("batchSize must be at least 1, was 0");
  }
}
