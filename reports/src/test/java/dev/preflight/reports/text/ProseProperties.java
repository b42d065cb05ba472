package dev.preflight.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProseProperties {
  @Property
  void parts_areTheText(@ForAll String text) {
    assertThat(Prose.parts(text).stream().map(Prose.Part::text).collect(Collectors.joining()))
        .isEqualTo(text);
  }
}
