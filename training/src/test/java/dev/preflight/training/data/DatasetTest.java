package dev.preflight.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Dataset BYTES =
      Dataset.of(
          HostArray.ofUint8(new byte[] {0, 51, (byte) 255, 102, 1, 2}, 3, 2),
          HostArray.ofInts(new int[] {2, 0, 1}, 3));

  private static Batch all(Dataset dataset) {
    return dataset.batch(Shuffle.identity(dataset.size()));
  }

  @Test
  void unitScaled_dividesBytesBy255() {
    Dataset scaled = BYTES.unitScaled();

    assertThat(scaled.features()).isEqualTo(ArraySpec.of(ElementType.FLOAT32, 2));
    assertThat(scaled.batch(new int[] {1, 0}).features().toFloats())
        .containsExactly(1f, 102 / 255f, 0f, 51 / 255f);
    assertThat(scaled.unitScaled()).isSameAs(scaled);
  }

  @Test
  void select_isAViewInTheGivenOrder() {
    Dataset selected = BYTES.select(new int[] {2, 0});

    assertThat(all(selected).labels().toDoubles()).containsExactly(1, 2);
    assertThat(selected.labelsOf(new int[] {1}).toDoubles()).containsExactly(2);
    assertThatThrownBy(() -> BYTES.select(new int[] {3}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void oneHot_putsAOneAtTheId() {
    Dataset hot = BYTES.convertedTo(ElementType.FLOAT32, ElementType.FLOAT64, LabelForm.oneHot(3));

    assertThat(hot.labels()).isEqualTo(ArraySpec.of(ElementType.FLOAT64, 3));
    assertThat((double[]) all(hot).labels().values()).containsExactly(0, 0, 1, 1, 0, 0, 0, 1, 0);
    assertThat(all(hot).features().toFloats()).startsWith(0f, 51f, 255f);
    Dataset back = hot.convertedTo(ElementType.UINT8, ElementType.INT32, LabelForm.classIds());
    assertThat((int[]) all(back).labels().values()).containsExactly(2, 0, 1);
    assertThat((byte[]) all(back).features().values())
        .isEqualTo((byte[]) all(BYTES).features().values());
  }

  @Test
  void oneHotOfTooFewClasses_namesTheLabel() {
    Dataset hot = BYTES.convertedTo(ElementType.UINT8, ElementType.FLOAT32, LabelForm.oneHot(2));

    assertThatThrownBy(() -> all(hot))
        .isInstanceOf(InputException.class)
        .hasMessage("Label 2 is no class id in [0, 2).");
  }

  @Test
  void numberThatDoesNotExistInTheWantedType_isRejected() {
    Dataset floats =
        Dataset.of(
            HostArray.ofFloats(new float[] {0.5f}, 1, 1), HostArray.ofInts(new int[] {0}, 1));
    Dataset converted = floats.convertedTo(ElementType.INT32, ElementType.INT32, LabelForm.asIs());

    assertThatThrownBy(() -> all(converted))
        .hasMessage(
            "Cannot feed features of type FLOAT32 as INT32: element 0 is 0.5, which INT32 cannot hold.");
  }

  @Test
  void nothingToConvert_isTheSameDataset() {
    assertThat(BYTES.convertedTo(ElementType.UINT8, ElementType.INT32, LabelForm.asIs()))
        .isSameAs(BYTES);
  }

  @Test
  void softLabels_areNoClassIds() {
    Dataset soft =
        Dataset.of(
            HostArray.ofFloats(new float[] {1}, 1, 1),
            HostArray.ofFloats(new float[] {0.5f, 0.5f}, 1, 2));

    Dataset ids = soft.convertedTo(ElementType.FLOAT32, ElementType.INT32, LabelForm.classIds());

    assertThatThrownBy(() -> all(ids)).hasMessageContaining("not one-hot");
  }

  @Test
  void mapping_mustKeepItsPromise() {
    Dataset wrong = BYTES.mapFeatures("halve", ArraySpec.of(ElementType.UINT8, 1), x -> x);

    assertThatThrownBy(() -> all(wrong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'halve' made features of UINT8[2], declared were UINT8[1]");
    assertThat(wrong.labelsOf(new int[] {0}).get(0)).isEqualTo(2);
  }

  @Test
  void fingerprint_followsContentAndViews() {
    Dataset same =
        Dataset.of(
            HostArray.ofUint8(new byte[] {0, 51, (byte) 255, 102, 1, 2}, 3, 2),
            HostArray.ofInts(new int[] {2, 0, 1}, 3));
    Dataset other =
        Dataset.of(
            HostArray.ofUint8(new byte[] {0, 51, (byte) 255, 102, 1, 3}, 3, 2),
            HostArray.ofInts(new int[] {2, 0, 1}, 3));

    assertThat(same.fingerprint()).startsWith("content:").isEqualTo(BYTES.fingerprint());
    assertThat(other.fingerprint()).isNotEqualTo(BYTES.fingerprint());
    assertThat(
            List.of(
                BYTES.fingerprint(),
                BYTES.unitScaled().fingerprint(),
                BYTES.select(new int[] {0, 1}).fingerprint(),
                BYTES.select(new int[] {1, 0}).fingerprint()))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("content:"));
  }

  @Test
  void buffered_takesItemsFromAStreamAndLeavesTheRest() {
    Iterator<Batch> stream = List.of(all(BYTES), all(BYTES), all(BYTES)).iterator();

    Dataset four = Dataset.buffered(stream, 4);

    assertThat(all(four).labels().toDoubles()).containsExactly(2, 0, 1, 2);
    assertThat(stream.hasNext()).isTrue();
    assertThatThrownBy(() -> Dataset.buffered(List.<Batch>of().iterator(), 4))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ended before its first item");
    Iterator<Batch> mixed = List.of(all(BYTES), all(BYTES.unitScaled())).iterator();
    assertThatThrownBy(() -> Dataset.buffered(mixed, 6))
        .hasMessage("Batch 1 of the stream has items of FLOAT32[2], batch 0 of UINT8[2].");
  }

  @Test
  void nearestNames_areOfferedBestFirst() {
    assertThat(InputException.nearest("validaton", List.of("validation", "limit", "scale")))
        .containsExactly("validation");
    assertThat(InputException.nearest("cifar", List.of("cifar10", "cifar100", "csv", "idx")))
        .containsExactly("cifar10", "cifar100");
    assertThat(InputException.nearest("zebra", List.of("idx", "npy"))).isEmpty();
    assertThat(InputException.unknown("option", "zebra", List.of("idx", "npy")).hint())
        .isEqualTo("Known: idx, npy.");
  }
}
