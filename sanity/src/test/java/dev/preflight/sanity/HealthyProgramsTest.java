package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Built-in programs must not be flagged. More seeds with {@code -Dpreflight.seeds=20}, the whole
 * profile with {@code -Dpreflight.profile=STANDARD}; {@link Survey} prints what fires.
 */
@Tag("slow")
class HealthyProgramsTest {

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "mlp", "convnet-bn", "regression-mlp"})
  void builtInPrograms_neverFail(String name) {
    TrainingProgram program = Programs.find(name, getClass().getClassLoader());
    int seeds = Integer.getInteger("preflight.seeds", 2);
    Profile profile = Profile.valueOf(System.getProperty("preflight.profile", "QUICK"));
    try (TrainingGraph graph =
        TrainingGraph.build(
            program,
            program.data().orElseThrow(),
            TrainingGraph.Options.defaults().withDevice(Device.CPU))) {
      for (int seed = 0; seed < seeds; seed++) {
        Report<Void> checkup =
            Checks.run(
                graph,
                CheckupOptions.defaults().withProfile(profile).withSeed(seed),
                Progress.NONE);
        assertThat(checkup.findings())
            .as(name + " with seed " + seed)
            .noneMatch(f -> f.status() == Status.FAIL || f.status() == Status.ERROR);
      }
    }
  }
}
