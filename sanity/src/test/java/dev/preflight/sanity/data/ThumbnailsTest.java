package dev.preflight.sanity.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Picture;
import dev.preflight.training.data.HostArray;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailsTest {

  private static Thumbnails.Item item(float[] values, int... shape) {
    return new Thumbnails.Item("item", HostArray.ofFloats(values, shape));
  }

  private static BufferedImage decoded(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.png())));
  }

  @Test
  void scale_isThatOfTheValues() {
    assertThat(Thumbnails.over(List.of(item(new float[] {0, 0.5f}, 2, 1, 1)), false))
        .isEqualTo(new Thumbnails(0, 1));
    assertThat(Thumbnails.over(List.of(item(new float[] {-1, 0.5f}, 2, 1, 1)), false))
        .isEqualTo(new Thumbnails(-1, 1));
    assertThat(Thumbnails.over(List.of(item(new float[] {-3, 5}, 2, 1, 1)), false))
        .isEqualTo(new Thumbnails(-3, 5));
    assertThat(Thumbnails.over(List.of(item(new float[] {7, Float.NaN}, 2, 1, 1)), false))
        .isEqualTo(new Thumbnails(7, 8));
  }

  @Test
  void colours_keepTheirPlaces_andWhatIsNotFiniteIsBlack() throws IOException {
    float[] values = {1, 0, 0, 0, 1, 0, 0, 0, Float.NaN, 2, 2, 2};
    BufferedImage image = decoded(new Thumbnails(0, 1).draw(item(values, 2, 2, 3), 96));

    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0000);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff00ff00);
    assertThat(image.getRGB(0, 1)).isEqualTo(0xff000000);
    assertThat(image.getRGB(1, 1)).isEqualTo(0xffffffff);
  }

  @Test
  void largeItems_areAveraged_untilAllFitTheBudget() throws IOException {
    float[] checkered = new float[200 * 100];
    for (int i = 0; i < checkered.length; i++) {
      checkered[i] = (i / 100 + i) % 2;
    }
    Picture small = new Thumbnails(0, 1).draw(item(checkered, 200, 100, 1), 50);
    assertThat(List.of(small.height(), small.width())).containsExactly(50, 25);
    assertThat(decoded(small).getRaster().getSample(3, 3, 0)).isBetween(127, 128);

    SplittableRandom random = new SplittableRandom(3);
    List<Thumbnails.Item> noisy = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      float[] noise = new float[100 * 100 * 3];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) random.nextDouble();
      }
      noisy.add(item(noise, 100, 100, 3));
    }
    List<Picture> drawn = new Thumbnails(0, 1).within(100_000, noisy);
    assertThat(drawn).hasSize(20);
    assertThat(drawn.stream().mapToInt(p -> p.png().length()).sum()).isLessThan(100_000);
    assertThat(new Thumbnails(0, 1).within(10_000, noisy)).hasSizeBetween(1, 8);
  }
}
