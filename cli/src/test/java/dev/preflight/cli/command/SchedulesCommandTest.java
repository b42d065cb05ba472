package dev.preflight.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchedulesCommandTest {
  @Test
  void listOfSchedules_isSplitOutsideOfParentheses() {
    assertThat(SchedulesCommand.split("warmup(5%) + cyclic(up=9%, momentum=off), rex"))
        .containsExactly("warmup(5%) + cyclic(up=9%, momentum=off)", "rex");
  }
}
