package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.render.HtmlReport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

  @TempDir Path directory;

  /** Two pictures: grey steps and three colours. */
  static Pictures squares() {
    return new Pictures(
        "squares",
        "Squares",
        "Two squares, one a colour picture.",
        List.of(
            Picture.of("grey", 2, 2, new int[] {0, 0x808080, 0x7f7f7f, 0xffffff}, true),
            Picture.of(
                "<b>red & green</b>", 3, 1, new int[] {0xff0000, 0x00ff00, 0x0000ff}, false)));
  }

  private static ResultDocument document() {
    return Samples.small().with().pictures(List.of(squares())).build();
  }

  private static BufferedImage decoded(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.png())));
  }

  @Test
  void pictures_keepTheirPixels() throws IOException {
    BufferedImage grey = decoded(squares().items().get(0));
    BufferedImage colour = decoded(squares().items().get(1));

    assertThat(grey.getRaster().getSample(1, 0, 0)).isEqualTo(0x80);
    assertThat(grey.getRaster().getSample(0, 1, 0)).isEqualTo(0x7f);
    assertThat(colour.getRGB(1, 0)).isEqualTo(0xff00ff00);
    assertThat(squares().bytes())
        .isEqualTo(squares().items().stream().mapToLong(p -> p.png().length()).sum());
  }

  @Test
  void document_withPictures_isReadBack_andWithoutThemHasNoSuchKey() {
    Path file = directory.resolve("result.json");
    Json.write(file, document());

    assertThat(Json.read(file).pictures()).isEqualTo(document().pictures());
    assertThat(Json.write(Json.read(file))).isEqualTo(Json.write(document()));
    assertThat(Json.write(Samples.small())).doesNotContain("pictures");
  }

  @Test
  void page_showsThem_andEscapesTheirCaptions() {
    String page = HtmlReport.render(List.of(document()));

    assertThat(page)
        .contains("src=\"data:image/png;base64," + squares().items().get(0).png() + "\"")
        .contains(">Pictures<", "width=\"64\"", "alt=\"Picture of &lt;b>red")
        .doesNotContain("<b>red");
    assertThat(HtmlReport.render(List.of(Samples.small()))).doesNotContain(">Pictures<");
  }

  @Test
  void whatIsNoPicture_isRefused() throws IOException {
    assertThatThrownBy(() -> new Picture("x", 1, 1, "iVBORw0KGg\"onload=alert(1)"))
        .hasMessageContaining("must be a PNG file in base64");
    assertThatThrownBy(() -> new Picture("x", 1, 1, "R0lGODlh"))
        .hasMessageContaining("must be a PNG file in base64");
    assertThatThrownBy(() -> new Picture("x", 0, 1, squares().items().get(0).png()))
        .hasMessageContaining("must be in [1, 1024]");
    Path file = directory.resolve("result.json");
    String png = squares().items().get(0).png();
    Files.writeString(file, Json.write(document()).replace(png, "iVBORw0KGg'><script>"));
    assertThatThrownBy(() -> Json.read(file))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("pictures[0].items[0]");
  }
}
