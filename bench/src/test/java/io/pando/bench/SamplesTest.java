package io.pando.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static Samples of(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(of(9, 1, 5).median()).isEqualTo(5);
        assertThat(of(9, 1, 5, 7).median()).isEqualTo(6);
    }

    @Test
    void aPercentileIsASampleAndNeverBeyondTheLast() {
        Samples hundred = of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(100)).isEqualTo(100);
        assertThat(of(4).percentile(99)).isEqualTo(4);
    }

    @Test
    void samplesStayInTheOrderInWhichTheyWereTaken() {
        assertThat(of(3, 1, 2).values()).containsExactly(3.0, 1.0, 2.0);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatIllegalStateException().isThrownBy(() -> of().median());
    }
}
