package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of 200 rows numbered from 0, of 40 patients with five rows each and two classes. */
class SplitterTest {
  private static final int ROWS = 200;

  @TempDir Path dir;

  @BeforeEach
  void writeTable() {
    TestFiles.write(
        dir.resolve("t.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> i + ",p" + i / 5 + "," + (i % 4 == 0 ? "ill" : "well"))
            .collect(Collectors.joining("\n", "row,patient,y\n", "\n")));
  }

  private TrainingData open(String options) {
    return DataSpec.open("csv:t.csv?group=patient" + options, dir);
  }

  private TrainingData numbered(String options) {
    TestFiles.write(
        dir.resolve("n.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> i + "," + (i % 4 == 0 ? "ill" : "well"))
            .collect(Collectors.joining("\n", "row,y\n", "\n")));
    return DataSpec.open("csv:n.csv?" + options, dir);
  }

  private static Set<Integer> rows(Dataset dataset) {
    return DoubleStream.of(dataset.batch(Shuffle.identity(dataset.size())).features().toDoubles())
        .mapToObj(row -> (int) row)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> patients(Dataset dataset) {
    return rows(dataset).stream().map(row -> row / 5).collect(Collectors.toSet());
  }

  @Test
  void threeParts_keepTheClasses_andTheTestIsInNoOther() {
    TrainingData data = numbered("split=70/15/15");

    assertThat(data.train().size()).isEqualTo(140);
    assertThat(data.validation().size()).isEqualTo(30);
    Set<Integer> seen = rows(data.train());
    assertThat(seen).doesNotContainAnyElementsOf(rows(data.validation()));
    for (Dataset part : new Dataset[] {data.train(), data.validation()}) {
      long ill = Arrays.stream(Labels.ids(part)).filter(id -> id == 0).count();
      assertThat((double) ill / part.size()).isBetween(0.23, 0.27);
    }
    assertThat(data.split())
        .isEqualTo(
            "30 of 200 items (15.0 %) are held out to validate, 30 more to test, chosen at random"
                + " (seed 1), stratified by class.");
    assertThat(data.reading().notes())
        .anySatisfy(
            note -> {
              assertThat(note.what()).startsWith("of the test set");
              assertThat(note.count()).isEqualTo(30);
            });
  }

  @Test
  void seeds_divideOtherwise_andTheSameSeedDoesNot() {
    Set<Integer> one = rows(numbered("split=80/20&split-seed=1").validation());

    assertThat(rows(numbered("split=80/20").validation())).isEqualTo(one);
    assertThat(rows(numbered("split=80/20&split-seed=2").validation())).isNotEqualTo(one);
    assertThat(rows(numbered("validation=40").validation())).isEqualTo(one);
    assertThat(numbered("split=80/20&split-by=random").split()).doesNotContain("stratified");
  }

  @Test
  void groups_stayTogether_fromAColumnOrAFile() {
    TrainingData data = open("&split=60/20/20");
    TestFiles.write(
        dir.resolve("groups.txt"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> "p" + i / 5)
            .collect(Collectors.joining("\n", "", "\n")));
    TrainingData same = numbered("split=60/20/20&groups=groups.txt");

    assertThat(data.featureNames()).containsExactly("row");
    assertThat(patients(data.train())).hasSize(24);
    assertThat(patients(data.validation())).hasSize(8);
    assertThat(patients(data.train())).doesNotContainAnyElementsOf(patients(data.validation()));
    assertThat(rows(same.train())).isEqualTo(rows(data.train()));
    assertThat(data.split()).endsWith("chosen at random (seed 1), groups kept together.");
  }

  @Test
  void groupsOfAnySize_leaveNoPartEmpty() {
    TestFiles.write(dir.resolve("g"), "a\n".repeat(198) + "b\nc\n");

    TrainingData data = numbered("split=98/1/1&groups=g");

    assertThat(data.train().size()).isIn(1, 198);
    assertThat(data.validation().size()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void file_isWrittenOnce_andReadByLaterRuns() {
    String spec = "split=70/15/15&split-seed=9&split-file=s/split.txt";
    TrainingData first = numbered(spec);
    String written = new String(TestFiles.read(dir.resolve("s/split.txt")), StandardCharsets.UTF_8);

    TrainingData second = numbered("split-file=s/split.txt");

    assertThat(written).startsWith("preflight-split 1\nitems 200\ndata content:");
    assertThat(rows(second.train())).isEqualTo(rows(first.train()));
    assertThat(rows(second.validation())).isEqualTo(rows(first.validation()));
    assertThat(rows(numbered(spec).train())).isEqualTo(rows(first.train()));
    assertThat(second.split()).endsWith("as s/split.txt says.");
    assertThat(rows(numbered("split-file=s/split.txt&limit=50").train()))
        .hasSize(50)
        .isSubsetOf(rows(first.train()));
  }

  @Test
  void file_holdsForItsOwnDataAlone() throws Exception {
    numbered("split-file=s.txt");
    String table = Files.readString(dir.resolve("n.csv"));

    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt&split-seed=4"))
        .hasMessageContaining("holds a split of another kind (validation=0.2 split-by=class");
    TestFiles.write(dir.resolve("n.csv"), table + "9,ill\n");
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt"))
        .hasMessageEndingWith("splits other data: 200 items, and here are 201.");
    TestFiles.write(dir.resolve("n.csv"), table.replace("\n7,well", "\n8,well"));
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt"))
        .hasMessageEndingWith("s.txt splits other data.");
  }

  @Test
  void damagedFile_isExplained() throws Exception {
    numbered("split-file=s.txt");
    String text = Files.readString(dir.resolve("s.txt"));

    TestFiles.write(dir.resolve("s.txt"), text.replace("\ntest ", "\ntest 5 5"));
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt"))
        .hasMessageContaining("item 5 is in two parts");
    TestFiles.write(dir.resolve("s.txt"), text.replace("\ntest ", "\ntest 1-4000000000"));
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt"))
        .hasMessageContaining("'1-4000000000' are no items from 0 to 199");
    TestFiles.write(dir.resolve("s.txt"), text.replace("\ntest ", "\ntset "));
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt"))
        .hasMessageContaining("has no line 'test'");
    TestFiles.write(dir.resolve("s.txt"), "row,y\n");
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split-file=s.txt"))
        .hasMessageContaining("line 1: this is no split");
  }

  @Test
  void badOptions_areExplained() {
    numbered("validation=0.2");
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split=70/20"))
        .hasMessage(
            "Data option split=70/20 is not two or three percentages that sum to 100, as"
                + " 70/15/15.");
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split=80/20&validation=0.1"))
        .hasMessageContaining("split= and validation= exclude each other");
    assertThat(TestFiles.openFails(dir, "csv:n.csv?split=80/20&validation-file=n.csv"))
        .hasMessageContaining("split= and a separate validation set exclude each other");
    assertThat(TestFiles.openFails(dir, "csv:n.csv?groups=n.csv"))
        .hasMessageEndingWith("n.csv has 201 lines for 200 items.");
    assertThat(TestFiles.openFails(dir, "csv:t.csv?group=patent"))
        .hasMessageContaining("has no column 'patent' of groups");
  }
}
