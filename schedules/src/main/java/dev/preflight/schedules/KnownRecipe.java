package dev.preflight.schedules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A recipe that has worked for others, to copy: its schedule, and what it goes with.
 *
 * @param name as it is written in place of a schedule
 * @param schedule its text, with the peak
 * @param batchSize items in a batch that the peak is for
 * @param momentum of SGD
 * @param weightDecay the L2 coefficient
 * @param source where it comes from
 * @since 0.1
 */
public record KnownRecipe(
    String name,
    String schedule,
    int batchSize,
    double momentum,
    double weightDecay,
    String source) {

  /** All there are. */
  public static final List<KnownRecipe> ALL =
      List.of(
          new KnownRecipe(
              "resnet-imagenet",
              "plateau(peak=0.1, factor=0.1)",
              256,
              0.9,
              1e-4,
              "He et al. 2016, arXiv 1512.03385, section 3.4"),
          new KnownRecipe(
              "mask-rcnn-coco",
              "multi-step(peak=0.02, at=[75%], factor=0.1)",
              16,
              0.9,
              1e-4,
              "He et al. 2017, arXiv 1703.06870, section 3.1: 160,000 updates, a tenth at 120,000"),
          new KnownRecipe(
              "mask-rcnn-coco-8",
              "multi-step(peak=0.01, at=[75%], factor=0.1)",
              8,
              0.9,
              1e-4,
              "as mask-rcnn-coco, half the batch and half the rate"));

  /** The recipe of a name. */
  public static Optional<KnownRecipe> find(String name) {
    return ALL.stream().filter(r -> r.name.equals(name.toLowerCase(Locale.ROOT))).findFirst();
  }
}
