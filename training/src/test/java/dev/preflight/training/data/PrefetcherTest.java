package dev.preflight.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetcherTest {
  private static final Dataset ITEMS =
      Dataset.of(HostArray.ofInts(Shuffle.identity(50), 50, 1), HostArray.ofInts(new int[50], 50));

  @Test
  void batches_comeInTheOrderWithoutPrefetching() throws InterruptedException {
    BatchOrder order = new BatchOrder(3, 50, 7);

    try (Prefetcher prefetcher = new Prefetcher(ITEMS, new BatchOrder(3, 50, 7), 2)) {
      for (int i = 0; i < 40; i++) {
        assertThat((int[]) prefetcher.take().features().values()).isEqualTo(order.next());
      }
    }
  }

  @Test
  void failure_surfacesAtTheBatchItBelongsToAndStays() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    InputException broken = new InputException("a.png cannot be decoded.", "Remove it.");
    Dataset failing =
        ITEMS.mapFeatures(
            "fail third",
            ITEMS.features(),
            x -> {
              if (count.incrementAndGet() == 3) {
                throw broken;
              }
              return x;
            });

    try (Prefetcher prefetcher = new Prefetcher(failing, new BatchOrder(3, 50, 7), 4)) {
      prefetcher.take();
      prefetcher.take();
      assertThatThrownBy(prefetcher::take).isSameAs(broken);
      assertThatThrownBy(prefetcher::take).isSameAs(broken);
    }
  }

  @Test
  void queue_isBounded() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Dataset counting =
        ITEMS.mapFeatures(
            "count",
            ITEMS.features(),
            x -> {
              made.incrementAndGet();
              return x;
            });

    try (Prefetcher prefetcher = new Prefetcher(counting, new BatchOrder(3, 50, 7), 2)) {
      for (int taken = 1; taken <= 10; taken++) {
        prefetcher.take();
        // Two wait, and one may be in the making.
        assertThat(made.get()).isLessThanOrEqualTo(taken + 3);
      }
    }
  }

  @Test
  void close_stopsTheThreadAndTakeSaysSo() {
    Prefetcher prefetcher = new Prefetcher(ITEMS, new BatchOrder(3, 50, 7), 2);

    prefetcher.close();
    prefetcher.close();

    assertThatThrownBy(prefetcher::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the prefetcher is closed");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("preflight-prefetch") && thread.isAlive());
  }

  @Test
  void interruptedTake_throwsAndLosesNoBatch() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Dataset slow =
        ITEMS.mapFeatures(
            "wait",
            ITEMS.features(),
            x -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return x;
            });

    try (Prefetcher prefetcher = new Prefetcher(slow, new BatchOrder(3, 50, 7), 2)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(prefetcher::take).isInstanceOf(InterruptedException.class);
      release.countDown();
      assertThat(
              Arrays.equals(
                  (int[]) prefetcher.take().features().values(), new BatchOrder(3, 50, 7).next()))
          .isTrue();
    }
  }
}
