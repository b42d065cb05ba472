package dev.preflight.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostArrayTest {
  @Test
  void uint8_isReadUnsigned() {
    HostArray array = HostArray.ofUint8(new byte[] {(byte) 200, 0, (byte) 255}, 3);

    assertThat(array.get(0)).isEqualTo(200);
    assertThat(array.toFloats()).containsExactly(200f, 0f, 255f);
  }

  @Test
  void shapeThatDoesNotMatch_isRejected() {
    assertThatThrownBy(() -> HostArray.ofInts(new int[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [2, 3] has 6 elements, the array has 5");
    assertThatThrownBy(() -> HostArray.ofInts(new int[0], 1 << 16, 1 << 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more elements than a Java array");
  }

  @Test
  void rowsAndGather_copyWholeRows() {
    HostArray array = HostArray.ofLongs(new long[] {1, 2, 3, 4, 5, 6}, 3, 2);

    assertThat((long[]) array.rows(1, 3).values()).containsExactly(3, 4, 5, 6);
    assertThat((long[]) array.gather(new int[] {2, 0, 2}).values())
        .containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(array.rows(1, 1).size()).isZero();
    assertThatThrownBy(() -> array.gather(new int[] {3}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("row 3 of an array with 3 rows");
    assertThatThrownBy(() -> array.rows(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void zeroAndOne_surviveEveryConversion(ElementType type) {
    HostArray bits = HostArray.ofBooleans(new boolean[] {false, true}, 2);

    HostArray there = bits.to(type);

    assertThat(there.type()).isEqualTo(type);
    for (ElementType back : ElementType.values()) {
      assertThat(there.to(back).toDoubles()).containsExactly(0, 1);
    }
  }

  @Test
  void toInteger_isExactOrRejected() {
    assertThat((int[]) HostArray.ofDoubles(new double[] {-3, 7}, 2).to(ElementType.INT32).values())
        .containsExactly(-3, 7);
    assertThatThrownBy(() -> HostArray.ofFloats(new float[] {1, 0.5f}, 2).to(ElementType.INT32))
        .hasMessage("element 1 is 0.5, which INT32 cannot hold");
    assertThatThrownBy(() -> HostArray.ofFloats(new float[] {Float.NaN}, 1).to(ElementType.INT64))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> HostArray.ofInts(new int[] {256}, 1).to(ElementType.UINT8))
        .hasMessageContaining("256");
    assertThatThrownBy(() -> HostArray.ofDoubles(new double[] {0x1p63}, 1).to(ElementType.INT64))
        .isInstanceOf(IllegalArgumentException.class);
    long large = (1L << 53) + 1;
    assertThatThrownBy(() -> HostArray.ofLongs(new long[] {large}, 1).to(ElementType.INT32))
        .hasMessageContaining("9007199254740993");
  }

  @Test
  void int64ToFloat_roundsOnce() {
    long value = (1L << 60) + (1L << 36) + 1;

    assertThat(HostArray.ofLongs(new long[] {value}, 1).toFloats()[0]).isEqualTo((float) value);
  }

  @Test
  void nonFiniteNumbers_passThroughFloatConversions() {
    double[] values = {Double.NaN, Double.POSITIVE_INFINITY, 1e300};

    assertThat(HostArray.ofDoubles(values, 3).toFloats())
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  @Test
  void sameType_isNotCopied() {
    HostArray array = HostArray.ofFloats(new float[2], 2);

    assertThat(array.to(ElementType.FLOAT32)).isSameAs(array);
    assertThat(array.toFloats()).isSameAs(array.values());
  }
}
