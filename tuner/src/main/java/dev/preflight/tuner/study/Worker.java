package dev.preflight.tuner.study;

import dev.preflight.tuner.study.trial.FrozenTrial;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which process works on a trial, and whether it still lives. */
final class Worker {

  private static final String ATTRIBUTE = "preflight:worker";
  private static final Map<String, @Nullable Object> NOTES = notes();

  private Worker() {}

  /** System attributes that a trial of this process gets. */
  static Map<String, @Nullable Object> attributes() {
    return NOTES;
  }

  private static Map<String, @Nullable Object> notes() {
    Map<String, @Nullable Object> worker = new LinkedHashMap<>();
    worker.put("host", host());
    worker.put("pid", ProcessHandle.current().pid());
    worker.put("started", started(ProcessHandle.current()));
    return Map.of(ATTRIBUTE, worker);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Whether a trial's process was one of this machine and has ended. */
  static boolean gone(FrozenTrial trial) {
    if (!(trial.systemAttributes().get(ATTRIBUTE) instanceof Map<?, ?> worker)
        || !host().equals(worker.get("host"))
        || !(worker.get("pid") instanceof Long pid)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || !Long.valueOf(started(process.get())).equals(worker.get("started"));
  }
}
