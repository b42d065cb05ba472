package dev.preflight.training.data;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Assembles batches on a background thread while the caller trains, in the very order that the
 * caller would have got without it.
 *
 * <p>At most {@code depth} finished batches wait. A failure of the dataset is thrown by the {@link
 * #take()} that would have returned the failed batch, and by every one after it. Closing stops the
 * thread without interrupting it, because an interrupt would close files that others read.
 */
public final class Prefetcher implements AutoCloseable {
  private final Dataset dataset;
  private final BatchOrder order;
  private final int depth;
  private final Thread worker;
  private final Object lock = new Object();
  // Guarded by lock.
  private final Queue<Batch> ready = new ArrayDeque<>();
  private @Nullable Throwable failure;
  private boolean closed;

  /**
   * Starts assembling at once.
   *
   * @param dataset where the items come from
   * @param order which items; owned by this prefetcher from now on
   * @param depth most finished batches to hold, at least 1
   */
  public Prefetcher(Dataset dataset, BatchOrder order, int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be at least 1, was " + depth);
    }
    this.dataset = dataset;
    this.order = order;
    this.depth = depth;
    this.worker = new Thread(this::work, "preflight-prefetch");
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * The next batch; waits until it is there.
   *
   * @throws InterruptedException if the calling thread is interrupted while waiting; the batch is
   *     then still there for the next call
   * @throws IllegalStateException if this is closed
   * @throws RuntimeException whatever the dataset threw for this batch, the same object each time
   */
  public Batch take() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        if (closed) {
          throw new IllegalStateException("the prefetcher is closed");
        }
        Batch batch = ready.poll();
        if (batch != null) {
          lock.notifyAll();
          return batch;
        }
        if (failure instanceof RuntimeException exception) {
          throw exception;
        }
        if (failure instanceof Error error) {
          throw error;
        }
        lock.wait();
      }
    }
  }

  /** Stops the thread and drops what it has assembled; waits for the batch in the making. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      ready.clear();
      lock.notifyAll();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      // The worker ends by itself after its batch; the caller wants to stop now.
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (waitForRoom()) {
        Batch batch = dataset.batch(order.next());
        synchronized (lock) {
          ready.add(batch);
          lock.notifyAll();
        }
      }
    } catch (RuntimeException | Error e) {
      synchronized (lock) {
        failure = e;
        lock.notifyAll();
      }
    } catch (InterruptedException e) {
      synchronized (lock) {
        failure = new IllegalStateException("the prefetch thread was interrupted", e);
        lock.notifyAll();
      }
    }
  }

  private boolean waitForRoom() throws InterruptedException {
    synchronized (lock) {
      while (!closed && ready.size() >= depth) {
        lock.wait();
      }
      return !closed;
    }
  }
}
