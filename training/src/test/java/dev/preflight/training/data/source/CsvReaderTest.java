package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  @TempDir Path dir;

  private TrainingData open(String text, String options) {
    TestFiles.write(dir.resolve("t.csv"), text);
    return DataSpec.open("csv:t.csv?validation=last:1" + options, dir);
  }

  private InputException fails(String text, String options) {
    Path file = TestFiles.write(dir.resolve("t.csv"), text);
    InputException e = TestFiles.openFails(dir, "csv:t.csv?validation=last:1" + options);
    assertThat(e.getMessage()).contains(file.toString());
    return e;
  }

  private static float[] features(TrainingData data) {
    return data.train().batch(Shuffle.identity(data.train().size())).features().toFloats();
  }

  @Test
  void stringsBecomeClasses_andQuotesMayHoldAnything() {
    TrainingData data =
        open(
            "\uFEFF\"a, \"\"b\"\"\",c,kind\r\n1,2,\"dog\nor, wolf\"\r\n\r\n3.5,,cat\r\n5,-inf,cat\r\n",
            "");

    assertThat(features(data)).containsExactly(1, 2, 3.5f, Float.NaN);
    assertThat(data.classNames()).containsExactly("cat", "dog\nor, wolf");
    assertThat(Labels.ids(data.train())).containsExactly(1, 0);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(2));
  }

  @Test
  void labelColumn_isNamedAndIntegersAreIds() {
    TrainingData data = open("y;a\n2;1\n0;nan\n1;3\n", "&label=y&delimiter=semicolon");

    assertThat(Labels.ids(data.train())).containsExactly(2, 0);
    assertThat(data.classNames()).isEqualTo(List.of());
    assertThat(features(data)).containsExactly(1, Float.NaN);
  }

  @Test
  void wholeNumbersWrittenAsFloats_areIds() {
    TrainingData data = open("a,y\n1,1.000e+01\n2,2.0\n3,0\n", "");

    assertThat(Labels.ids(data.train())).containsExactly(10, 2);
    assertThat(data.classes()).isEqualTo(OptionalInt.of(11));
  }

  @Test
  void regression_keepsNumbers() {
    TrainingData data = open("a,price\n1,2.5\n2,3.5\n3,1e3\n", "&task=regression");

    assertThat(data.classes()).isEmpty();
    assertThat(data.train().labelsOf(new int[] {0, 1}).toFloats()).containsExactly(2.5f, 3.5f);
  }

  @Test
  void raggedRow_givesItsLine() {
    assertThat(fails("a,b,y\n1,\"2\n\",0\n1,2\n", ""))
        .hasMessageEndingWith(", line 4: 2 cells where the header has 3 columns.");
  }

  @Test
  void nonNumericCell_givesLineAndColumn() {
    assertThat(fails("a,b,y\n1,2,0\n1,two,0\n", ""))
        .hasMessageEndingWith(", line 3, column 'b': 'two' is no number.");
    assertThat(fails("a,b,y\n1,0x10,0\n", "")).hasMessageContaining("line 2, column 'b': '0x10'");
    assertThat(fails("a,b,y\n1,2f,0\n", "")).hasMessageContaining("'2f' is no number");
    assertThat(fails("a,b,y\n1,1e60,0\n", "")).hasMessageContaining("1e60 is beyond float32");
  }

  @Test
  void headerFaults_areNamed() {
    assertThat(fails("a,b,a\n1,2,0\n", ""))
        .hasMessageEndingWith(", line 1: the header names 'a' twice.");
    assertThat(fails("a;b;y\n1;2;0\n", "")).hasMessageContaining("the header has 1 column");
    assertThat(fails("a,b,label\n1,2,0\n", "&label=lable"))
        .hasMessageContaining("has no column 'lable'; it has a, b, label");
    assertThat(fails("a,b,y\n", "")).hasMessageEndingWith(" has a header but no rows.");
    assertThat(fails("", "")).hasMessageEndingWith(" is empty (0 bytes).");
    assertThat(fails("\n\n", "")).hasMessageContaining("the header has 0 column");
  }

  @Test
  void labelFaults_giveTheirLine() {
    assertThat(fails("a,y\n1,0\n1,7\n1,1\n", "&classes=3"))
        .hasMessageEndingWith(", line 3 is outside the 3 classes 0 to 2.");
    assertThat(fails("a,y\n1,0\n1,\n1,1\n", ""))
        .hasMessageEndingWith(", line 3: the label 'y' is empty.");
    assertThat(fails("a,price\n1,2\n1,3.75\n", ""))
        .hasMessageEndingWith(", line 3: label 3.75 is no class.");
    assertThat(fails("a,y\n1,2\n1,cheap\n", "&task=regression"))
        .hasMessageEndingWith(", line 3, column 'y': 'cheap' is no number.");
  }

  @Test
  void truncatedOrBinaryText_isLocated() {
    assertThat(fails("a,y\n1,\"dog", ""))
        .hasMessageEndingWith(", line 2: a quote that is opened here is never closed.");
    assertThat(fails("a,y\n1,\"dog\"s\n", ""))
        .hasMessageEndingWith(", line 2: text follows a closing quote.");
    TestFiles.write(dir.resolve("b.csv"), new byte[] {'a', ',', (byte) 0xff, '\n'});
    assertThat(TestFiles.openFails(dir, "csv:b.csv"))
        .hasMessage(dir.resolve("b.csv") + " is no UTF-8 text: byte 2 is 0xff.");
  }

  @Test
  void validationFile_mustHaveTheSameColumnsAndClasses() {
    TestFiles.write(dir.resolve("t.csv"), "a,y\n1,cat\n2,dog\n");
    TestFiles.write(dir.resolve("v.csv"), "a,y\n1,dog\n2,fox\n");
    TestFiles.write(dir.resolve("w.csv"), "b,y\n1,dog\n");
    TestFiles.write(dir.resolve("u.csv"), "a,y\n1,dog\n");

    assertThat(Labels.ids(DataSpec.open("csv:t.csv?validation-file=u.csv", dir).validation()))
        .containsExactly(1);
    assertThat(TestFiles.openFails(dir, "csv:t.csv?validation-file=v.csv"))
        .hasMessage(
            dir.resolve("v.csv") + ", line 3: class 'fox' does not occur in the training file.");
    assertThat(TestFiles.openFails(dir, "csv:t.csv?validation-file=w.csv"))
        .hasMessageContaining("has the columns [b, y]");
  }

  @Test
  void wideAndLongTables_areReadWhole() {
    int columns = 3000;
    String header =
        "c" + String.join(",c", IntStream.range(0, columns).mapToObj(Integer::toString).toList());
    String row = "7" + ",7".repeat(columns - 1);
    String text = header + ",y\n" + (row + ",1\n").repeat(20);

    float[] features = features(open(text, ""));

    assertThat(features).hasSize(19 * columns).containsOnly(7);
  }

  @Test
  void missingLabels_areNoClass_andAreCounted() {
    assertThat(fails("a,y\n1,cat\n2,NA\n3,dog\n4,na\n", ""))
        .hasMessageEndingWith(
            ", line 3: the label 'y' is missing ('NA'), the first of 2 missing labels in 4 rows.");
    assertThat(fails("a,y\n1,0\n2,\n3,1\n4,?\n", ""))
        .hasMessageEndingWith("the label 'y' is empty, the first of 2 missing labels in 4 rows.");
    assertThat(fails("a,y\n1,0.5\n2,nan\n3,1\n", "&task=regression"))
        .hasMessageEndingWith(", line 3: the label 'y' is missing ('nan').");
    assertThat(open("a,y\n1,none\n2,nano\n3,none\n", "").classNames())
        .containsExactly("nano", "none");
  }

  @Test
  void linesMayAllEndInCarriageReturns() {
    TrainingData data = open("a,y\r1,0\r2,1\r3,0\r", "");

    assertThat(features(data)).containsExactly(1, 2);
    assertThat(fails("a,y\r1,0\r2,\r", "")).hasMessageContaining(", line 3: ");
  }

  @Test
  void firstLineOfNumbers_isDoubtedUnlessItIsTold() {
    String text = "0.5,1.25,0\n2,3,1\n4,5,0\n6,7,1\n";

    assertThat(open(text, "").reading().doubts())
        .singleElement()
        .satisfies(note -> assertThat(note.remedy()).contains("header=false"));
    assertThat(open(text, "&header=true").reading().doubts()).isEmpty();
    TrainingData all = open(text, "&header=false");
    assertThat(features(all)).containsExactly(0.5f, 1.25f, 2, 3, 4, 5);
    assertThat(all.reading().doubts()).isEmpty();
    assertThat(open("0,1,y\n2,3,1\n4,5,0\n", "").reading().doubts()).isEmpty();
    assertThat(features(open(text, "&header=false&label=column 1&task=regression")))
        .containsExactly(1.25f, 0, 3, 1, 5, 0);
    assertThat(fails("0.5,0.5,1\n1,2,0\n", "").hint()).contains("header=false");
  }

  @Test
  void numbersOfOtherCountries_areReadAsTold() {
    TrainingData comma = open("a;y\n-1,25;0\n1e3;1\n2;0\n", "&delimiter=semicolon&decimal=comma");
    TrainingData both =
        open(
            "a;y\n1.234.567,5;0\n0,5;1\n2;0\n",
            "&delimiter=semicolon&decimal=comma&thousands=point");
    TrainingData quoted = open("a,y\n\"1,234\",0\n7,1\n2,0\n", "&thousands=comma");
    TrainingData spaced = open("a,y\n1\u202f234.5,0\n12 345,1\n2,0\n", "&thousands=space");

    assertThat(features(comma)).containsExactly(-1.25f, 1000);
    assertThat(features(both)).containsExactly(1_234_567.5f, 0.5f);
    assertThat(features(quoted)).containsExactly(1234, 7);
    assertThat(features(spaced)).containsExactly(1234.5f, 12_345);
    assertThat(quoted.featureNames()).containsExactly("a");
  }

  @Test
  void numbersOfOtherCountries_areRecognizedInTheRemedy() {
    assertThat(fails("a;y\n1,5;0\n2;1\n", "&delimiter=semicolon").hint())
        .startsWith("Add decimal=comma if numbers are written so");
    assertThat(fails("a,y\n\"1,234\",0\n2,1\n", "").hint()).startsWith("Add thousands=comma, or");
    assertThat(fails("a,y\n1'234,0\n2,1\n", "").hint()).startsWith("Add thousands=apostrophe");
    assertThat(fails("a,y\n\"12,34\",0\n2,1\n", "&thousands=comma"))
        .hasMessageContaining("'12,34' is no number");
    assertThat(fails("1,2,0\n3,4,1\n", "&header=false&label=y").hint())
        .isEqualTo("Without a header the columns are counted: label=column 3.");
    assertThat(TestFiles.openFails(dir, "csv:t.csv?decimal=comma&thousands=comma"))
        .hasMessageContaining("thousands=comma is not another sign than decimal= has");
  }
}
