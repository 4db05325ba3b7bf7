package io.pando.cli.job;

import io.pando.api.Job;
import io.pando.cli.output.Quantities;
import io.pando.cli.terminal.Terminal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A line for each step that has ended, and nothing that moves: for logs. */
final class StepLines implements Progress {
    private final Map<String, Job.StepState> said = new HashMap<>();
    private final Consumer<String> line;
    private final String done;
    private final String failed;

    StepLines(Terminal terminal) {
        this(terminal::note, "", "failed: ");
    }

    /**
     * @param done stands before a step that is done
     * @param failed stands before a step that failed
     */
    StepLines(Consumer<String> line, String done, String failed) {
        this.line = line;
        this.done = done;
        this.failed = failed;
    }

    @Override
    public void show(Job job, Instant now) {
        for (Job.Step step : job.steps()) {
            Job.StepState before = said.put(step.name(), step.state());
            if (before != step.state()) {
                switch (step.state()) {
                    case DONE -> line.accept(done + step.title() + took(step));
                    case FAILED ->
                        line.accept(failed + step.title() + (step.problem() == null ? "" : ": " + step.problem()));
                    case LEFT -> line.accept("left over: " + step.title());
                    case UNDONE -> line.accept("undone: " + step.title());
                    case PENDING, RUNNING, UNDOING -> {}
                }
            }
        }
    }

    @Override
    public void end() {
        // Each line stands for itself: there is nothing to put in order.
    }

    private static String took(Job.Step step) {
        Instant started = step.startedAt();
        Instant finished = step.finishedAt();
        return started == null || finished == null ? "" : " (" + Quantities.between(started, finished) + ")";
    }
}
