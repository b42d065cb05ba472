package dev.preflight.training.program;

import static dev.preflight.training.Mistakes.answered;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;

class ProgramsTest {

  @Test
  void classThatIsNoProgram_isRefused() {
    ClassLoader loader = getClass().getClassLoader();

    answered(
        () -> Programs.find("com.example.Net", loader), "is not on the class path", "--classpath");
    answered(() -> Programs.find("java.lang.String", loader), "does not implement", "implement it");
    answered(
        () -> Programs.find(NoConstructor.class.getName(), loader),
        "cannot be created",
        "public constructor");
    answered(
        () -> Programs.find("small-dens", loader), "Unknown program 'small-dens'", "small-dense");
    assertThat(Programs.find("small-dense", loader).name()).isEqualTo("small-dense");
  }

  /** A program that cannot be created. */
  static final class NoConstructor implements TrainingProgram {
    NoConstructor(int unused) {
      assert unused >= 0;
    }

    @Override
    public Ends build(Graph graph, Setup setup) {
      throw new UnsupportedOperationException();
    }
  }
}
