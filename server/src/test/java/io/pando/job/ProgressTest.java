package io.pando.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Job;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void weighsStepsByHowLongTheyTook() {
        Progress progress = Progress.of(
                Job.State.RUNNING,
                List.of(step("short", Job.StepState.DONE, 100), step("long", Job.StepState.RUNNING, 50)),
                Map.of("short", 1.0, "long", 9.0),
                Map.of());

        assertThat(progress.percent()).isCloseTo(55, Offset.offset(0.01));
        assertThat(progress.secondsLeft()).isEqualTo(4.5);
    }

    @Test
    void doesNotGuessTheTimeLeftWithoutEarlierRuns() {
        Progress progress = Progress.of(
                Job.State.RUNNING, List.of(step("new", Job.StepState.RUNNING, 50)), Map.of(), Map.of("new", 7.0));

        assertThat(progress.percent()).isEqualTo(50);
        assertThat(progress.secondsLeft()).isNull();
    }

    @Test
    void aJobThatIsBeingUndoneHasNoTimeLeftToShow() {
        Progress progress = Progress.of(
                Job.State.UNDOING, List.of(step("step", Job.StepState.UNDOING, 0)), Map.of("step", 3.0), Map.of());

        assertThat(progress.secondsLeft()).isNull();
    }

    @Test
    void theMedianIsNotMovedByOneSlowRun() {
        assertThat(Estimates.median(new double[] {5, 4, 600})).isEqualTo(5);
        assertThat(Estimates.median(new double[] {4, 6})).isEqualTo(5);
    }

    private static StepRecord step(String name, Job.StepState state, double percent) {
        return new StepRecord(1, 0, name, name, state, null, null, percent, 1, null, null, null);
    }
}
