package dev.preflight.sanity.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.TrainingData;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of data as they were read, and of items that cannot be. */
class ReadingCheckTest {

  private static final Reading.Note PLAIN =
      new Reading.Note(Reading.Kind.READ, "pictures", 40, "files", "", "");
  private static final Reading.Note CONVERTED =
      new Reading.Note(Reading.Kind.CONVERTED, "CMYK pictures to RGB", 3, "files", "a/1.jpg", "");
  private static final Reading.Note DROPPED =
      new Reading.Note(
          Reading.Kind.SKIPPED, "of an unknown kind", 12, "files", "a/1.raw", "Convert them.");

  private static final Reading.Note DAMAGED =
      new Reading.Note(
          Reading.Kind.DAMAGED, "that cannot be decoded", 1, "pictures", "a/2.png", "Replace it.");

  /** Forty pictures of two classes, some of which are damaged. */
  private record Files(int size, Set<Integer> damaged) implements Dataset {
    @Override
    public ArraySpec features() {
      return ArraySpec.of(ElementType.UINT8, 8, 8, 1);
    }

    @Override
    public ArraySpec labels() {
      return ArraySpec.of(ElementType.INT32);
    }

    @Override
    public Batch batch(int[] indices) {
      byte[] pixels = new byte[indices.length * 64];
      for (int i = 0; i < indices.length; i++) {
        if (damaged.contains(indices[i])) {
          throw new InputException("c/" + indices[i] + ".png is cut off", "Replace it.");
        }
        for (int k = 0; k < 64; k++) {
          pixels[i * 64 + k] = (byte) (k * indices[i] + k + size);
        }
      }
      return new Batch(HostArray.ofUint8(pixels, indices.length, 8, 8, 1), labelsOf(indices));
    }

    @Override
    public HostArray labelsOf(int[] indices) {
      return HostArray.ofInts(IntStream.of(indices).map(i -> i % 2).toArray(), indices.length);
    }

    @Override
    public String fingerprint() {
      return "files:toy";
    }

    @Override
    public boolean decodes() {
      return true;
    }
  }

  private static Report<?> run(
      Reading reading, Set<Integer> damaged, int items, CheckupOptions options) {
    TrainingData data =
        new TrainingData(
            new Files(items, damaged),
            new Files(30, Set.of()),
            "toy",
            "made",
            OptionalInt.of(2),
            List.of("cat", "dog"),
            List.of(),
            reading);
    return Checks.run(data, options, Progress.NONE);
  }

  private static Report<?> run(Reading.Note... notes) {
    return run(new Reading(List.of(notes)), Set.of(), 40, CheckupOptions.defaults());
  }

  private static Finding one(Report<?> report, String id) {
    return report.findings().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void filesAsTheyStand_pass() {
    Finding finding = one(run(PLAIN), "D16");

    assertThat(finding.status()).isEqualTo(Status.PASS);
    assertThat(finding.title())
        .isEqualTo("40 items to train, 30 to validate, all as they stand in the files.");
  }

  @Test
  void conversion_isTold_andADoubtIsAWarningWithItsRemedy() {
    Finding told = one(run(PLAIN, CONVERTED), "D16");
    Report<?> doubted = run(PLAIN, CONVERTED, DROPPED);

    assertThat(told.status()).isEqualTo(Status.INFO);
    assertThat(told.title()).contains("converted: 3 files CMYK pictures to RGB");
    assertThat(one(doubted, "D16").status()).isEqualTo(Status.WARN);
    assertThat(one(doubted, "D16").title()).startsWith("skipped: 12 files of an unknown kind");
    assertThat(one(doubted, "D16").fix()).isEqualTo("Convert them.");
    assertThat(doubted.tables().get(0).id()).isEqualTo("data-as-read");
    assertThat(doubted.tables().get(0).rows().toString())
        .contains("bytes of shape [8, 8, 1]", "class ids 0 to 1", "a/1.raw", "Convert them.");
  }

  @Test
  void damage_failsAndComesFirst_thenTheLargestDoubt() {
    Reading.Note small = new Reading.Note(Reading.Kind.MIXED, "odd", 2, "files", "", "Look.");

    Finding damaged = one(run(small, DROPPED, DAMAGED), "D16");
    Finding largest = one(run(small, DROPPED), "D16");

    assertThat(damaged.status()).isEqualTo(Status.FAIL);
    assertThat(damaged.title())
        .startsWith("damaged: 1 picture that cannot be decoded, and 2 more to look at");
    assertThat(largest.status()).isEqualTo(Status.WARN);
    assertThat(largest.title()).startsWith("skipped: 12 files of an unknown kind, and 1 more");
  }

  @Test
  void damagedFiles_areAllNamed() {
    Report<?> report = run(Reading.NONE, Set.of(3, 17), 40, CheckupOptions.defaults());
    Finding finding = one(report, "D01");

    assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.title())
        .isEqualTo("2 of 70 items opened cannot be read, expected none: c/3.png is cut off");
    assertThat(finding.where()).contains("c/3.png", "c/17.png");
    assertThat(report.tables())
        .filteredOn(table -> table.id().equals("unreadable-items"))
        .singleElement()
        .satisfies(table -> assertThat(table.rows()).hasSize(2));
    assertThat(report.findings()).noneMatch(f -> f.status() == Status.ERROR);
    assertThat(report.pictures()).isNotEmpty();
  }

  @Test
  void quick_opensASample_paranoidAll_andWhereverItShowsItIsAFailure() {
    CheckupOptions options = CheckupOptions.defaults().withOnly(Set.of("D01", "D07"));
    Set<Integer> late = Set.of(1_001);

    Report<?> quick = run(Reading.NONE, late, 1_200, options.withProfile(Profile.QUICK));
    Report<?> paranoid = run(Reading.NONE, late, 1_200, options.withProfile(Profile.PARANOID));
    Report<?> met = run(Reading.NONE, Set.of(5), 1_200, options.withProfile(Profile.QUICK));

    assertThat(one(quick, "D01").status()).isEqualTo(Status.PASS);
    assertThat(one(quick, "D01").title()).contains("330 of 1,230 files opened");
    assertThat(one(paranoid, "D01").status()).isEqualTo(Status.FAIL);
    assertThat(one(met, "D01").status()).isEqualTo(Status.PASS);
    assertThat(one(met, "D07").status()).isEqualTo(Status.FAIL);
    assertThat(one(met, "D07").title()).contains("c/5.png is cut off");
    assertThat(one(met, "D07").fix()).isEqualTo("Replace it.");
  }

  @Test
  void pictures_areOfEachClass_withinTheirBudget_andCanBeLeftOut() {
    Report<?> with = run(PLAIN);
    Report<?> without =
        run(
            new Reading(List.of(PLAIN)),
            Set.of(),
            40,
            CheckupOptions.defaults().withPictures(false));

    assertThat(with.pictures().get(0).id()).isEqualTo("fed");
    assertThat(with.pictures().get(0).items())
        .extracting(picture -> picture.caption())
        .containsExactly("cat", "cat", "cat", "cat", "dog", "dog", "dog", "dog");
    assertThat(with.pictures().get(0).description()).contains("Black is 0, white is 255.");
    assertThat(with.pictures().get(0).bytes()).isLessThan(150_000);
    assertThat(without.pictures()).isEmpty();
  }
}
