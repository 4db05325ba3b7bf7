package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.HostHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void keepsTheLastHourInOrder() {
        History history = new History(Duration.ofMinutes(1));

        IntStream.range(0, 100).forEach(number -> history.add(sample(number)));

        assertThat(history.samples())
                .extracting(HostHistory.Sample::running)
                .containsExactlyElementsOf(IntStream.range(40, 100).boxed().toList());
    }

    @Test
    void growsAsItIsNeeded() {
        History history = new History(Duration.ofSeconds(5));

        IntStream.range(0, 50).forEach(number -> history.add(sample(number)));

        assertThat(history.samples())
                .extracting(HostHistory.Sample::running)
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void whatIsNotKnownStaysUnknown() {
        History history = new History(Duration.ofSeconds(5));
        HostHistory.Sample unknown = new HostHistory.Sample(Instant.ofEpochMilli(7), null, 25, null, 0);

        history.add(unknown);

        assertThat(history.samples()).containsExactly(unknown);
    }

    private static HostHistory.Sample sample(int number) {
        return new HostHistory.Sample(Instant.ofEpochSecond(number), 12.5, 25, 50.0, number);
    }
}
