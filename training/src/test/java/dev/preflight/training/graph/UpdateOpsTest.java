package dev.preflight.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.OpDef;

class UpdateOpsTest {

  @Test
  void everyApplyOp_isAnUpdateOp() {
    List<String> names =
        TensorFlow.registeredOpList().getOpList().stream()
            .map(OpDef::getName)
            .filter(name -> name.matches("(Resource)?(Sparse)?Apply.*"))
            .toList();

    assertThat(UpdateOps.roles().keySet()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(UpdateOps.roles())
        .hasSizeGreaterThanOrEqualTo(50)
        .allSatisfy((op, roles) -> assertThat(roles.gradient()).as(op).isGreaterThan(0));
  }
}
