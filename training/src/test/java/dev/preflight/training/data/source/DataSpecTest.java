package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.TrainingData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSpecTest {
  @TempDir Path dir;

  @BeforeEach
  void writePair() {
    byte[] labels = new byte[100];
    for (int i = 0; i < 100; i++) {
      labels[i] = (byte) (i / 50);
    }
    TestFiles.write(dir.resolve("x"), TestFiles.idx(new byte[400], 100, 2, 2));
    TestFiles.write(dir.resolve("y"), TestFiles.idx(labels, 100));
  }

  private TrainingData open(String options) {
    return DataSpec.open("idx:x,y" + options, dir);
  }

  @ParameterizedTest
  @CsvSource({
    "'',20",
    "?validation=0.1,10",
    "?validation=7,7",
    "?validation=last:30,30",
    "?limit=50,10"
  })
  void validation_isHeldOut(String options, int held) {
    assertThat(open(options).validation().size()).isEqualTo(held);
  }

  @Test
  void split_isStratifiedFixedAndDescribed() {
    TrainingData data = open("");

    assertThat(Arrays.stream(Labels.ids(data.validation())).sum()).isEqualTo(10);
    assertThat(data.split())
        .isEqualTo(
            "20 of 100 items (20.0 %) are held out, chosen at random (seed 1), stratified by class.");
    assertThat(open("").validation().fingerprint()).isEqualTo(data.validation().fingerprint());
    assertThat(open("?validation=last:30").split())
        .isEqualTo("30 of 100 items (30.0 %) are held out, the last in file order.");
    assertThat(data.source()).isEqualTo("idx:x,y");
  }

  @Test
  void scale_choosesTheFloatForm() {
    assertThat(open("").train().features().type()).isEqualTo(ElementType.UINT8);
    assertThat(open("?scale=unit").train().features().type()).isEqualTo(ElementType.FLOAT32);
    TestFiles.write(
        dir.resolve("x"),
        TestFiles.idx("ab".repeat(200).getBytes(StandardCharsets.US_ASCII), 100, 2, 2));
    assertThat(open("?scale=none").train().batch(new int[] {0}).features().toFloats())
        .containsExactly(97, 98, 97, 98);
    assertThat(open("?scale=unit").train().batch(new int[] {0}).features().toFloats())
        .containsExactly(97 / 255f, 98 / 255f, 97 / 255f, 98 / 255f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "idz:x,y | Unknown data kind 'idz'. | Did you mean idx?",
        "cifar:x | Unknown data kind 'cifar'. | Did you mean cifar10 or cifar100?",
        "zzzz:x | Unknown data kind 'zzzz'. | Known: digits, idx, cifar10, cifar100, images, npy, npz, csv, tfrecord.",
        "idx:x,y?validaton=0.1 | Unknown data option 'validaton'. | Did you mean validation?",
        "idx:x | 'idx' takes 2 arguments, not 1. | Write idx:IMAGES,LABELS; a comma in a path is written %2C.",
        "digits:x | 'digits' takes 0 arguments, not 1. | Write digits; a comma in a path is written %2C.",
        "idx:x, | A file name in the data specification is empty. | Name the file.",
        "idx:x,y?limit | Data option 'limit' has no value. | Options are written ?name=value&name=value; a literal ? in a path is written %3F.",
        "idx:x,y?limit=5&limit=6 | Data option 'limit' is given twice. | Keep the one that you mean.",
        "idx:x,y?limit=0 | Data option limit=0 is not a whole number of at least 1. | Give limit= a whole number of at least 1.",
        "idx:x,y?validation=1.5 | Data option validation=1.5 is not a share between 0 and 1, a number of items, or last:N. | Give validation= a share between 0 and 1, a number of items, or last:N.",
        "idx:x,y?validation=100 | Data option validation=100 holds out all of 100 items. | Leave some to train on.",
        "idx:x,y?validation=last:100 | Data option validation=last:100 holds out all of 100 items. | Leave some to train on.",
        "idx:x,y?limit=1 | There is only 1 item, too few to hold one out for validation. | Bring more data, or a separate validation set.",
        "idx:x,y?scale=half | Data option scale=half is not one of unit, none. | Give scale= one of unit, none.",
        "idx:x,y?task=regression&classes=3 | Data options task=regression and classes=3 exclude each other. | Keep the one that you mean.",
      })
  void mistakesInTheSpecification_areExplained(String spec, String message, String hint) {
    InputException e = TestFiles.openFails(dir, spec);

    assertThat(e).hasMessage(message);
    assertThat(e.hint()).isEqualTo(hint);
  }

  @Test
  void setsOfDifferentItems_areRejected() {
    TestFiles.write(dir.resolve("v"), TestFiles.idx(new byte[900], 100, 3, 3));

    assertThat(TestFiles.openFails(dir, "idx:x,y?validation-images=v&validation-labels=y"))
        .hasMessageContaining(
            "Training items are UINT8[2, 2, 1], validation items of v are UINT8[3, 3, 1].");
  }

  @Test
  void escapes_letAnyPathBeNamed() {
    TestFiles.write(dir.resolve("a,b?c=d"), TestFiles.read(dir.resolve("x")));

    assertThat(DataSpec.open("idx:a%2Cb%3Fc%3Dd,y", dir).train().size()).isEqualTo(80);
  }

  @Test
  void help_namesEveryKindAndItsOptions() {
    for (SourceKind kind : SourceKind.ALL) {
      assertThat(DataSpec.help()).contains("  " + kind.usage() + " ").contains(kind.description());
      kind.options().keySet().forEach(option -> assertThat(DataSpec.help()).contains(option));
    }
    assertThat(DataSpec.help().lines()).allMatch(line -> line.length() <= 120);
    assertThat(DataSpec.kinds()).contains("digits", "tfrecord");
  }

  @Test
  void digits_canBeLimitedAndSplitAnew() {
    TrainingData data = DataSpec.open("digits?validation=0.1&limit=1000", dir);

    assertThat(data.train().size()).isEqualTo(900);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(10));
  }
}
