package dev.preflight.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.geom.Line2D;
import org.junit.jupiter.api.Test;

class SvgGraphicsTest {
  private final SvgGraphics canvas = new SvgGraphics("clip");

  @Test
  void role_becomesTheClass_andNeighboursShareAPath() {
    canvas.setPaint(new Ink("s c-first"));
    canvas.draw(new Line2D.Double(0, 0, 10, 0));
    canvas.draw(new Line2D.Double(0, 1, 10, 1));

    assertThat(canvas.elements()).isEqualTo("<path class=\"s c-first\" d=\"M0 0h10M0 1h10\"/>\n");
  }

  @Test
  void colourThatIsNoRole_isRefused() {
    canvas.setPaint(Color.RED);

    assertThatThrownBy(() -> canvas.draw(new Line2D.Double(0, 0, 1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("roles only");
  }

  @Test
  void whatNoChartNeeds_isRefused() {
    assertThatThrownBy(() -> canvas.rotate(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(canvas::create).isInstanceOf(UnsupportedOperationException.class);
  }
}
