package dev.preflight.training;

import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows whether memory stays flat: 20,000 steps of a small net, then 200 sessions opened and
 * closed. Prints resident memory in MB (Linux). Run by hand with a small heap ({@code -Xmx256m}),
 * or garbage not yet collected counts too.
 */
final class MemoryRun {

  private static final int STEPS = 20_000;
  private static final int SESSIONS = 200;

  private MemoryRun() {}

  public static void main(String[] arguments) throws IOException {
    TrainingData data = TestPrograms.squares(320);
    try (TrainingGraph graph =
        TrainingGraph.build(new SmallNets.Dense(), data, TrainingGraph.Options.defaults())) {
      try (Trainer trainer = graph.open(1)) {
        for (int step = 0; step <= STEPS; step++) {
          if (step % (STEPS / 10) == 0) {
            System.out.printf("step %d: %d MB%n", step, residentMegabytes());
          }
          trainer.step(
              TestPrograms.batch(graph.data(), step, 16), StepSettings.of(1e-3 + 1e-9 * step));
        }
      }
      for (int session = 0; session <= SESSIONS; session++) {
        if (session % (SESSIONS / 10) == 0) {
          System.out.printf("session %d: %d MB%n", session, residentMegabytes());
        }
        try (Trainer trainer = graph.open(session % 4)) {
          trainer.step(TestPrograms.batch(graph.data(), session, 16), StepSettings.of(1e-3));
        }
      }
    }
  }

  private static long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
