package io.pando.job;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.List;

/**
 * One kind of long work. A bean for each kind.
 *
 * @param <R> what was asked for; a record that JSON can carry
 */
public interface JobKind<R> {

    /** Stable name, for example {@code machine.create}. */
    String name();

    Class<R> requestType();

    /** The steps in order. Names must not change between releases while jobs may be at work. */
    List<Step<R>> steps();

    /**
     * Asks for the same once more, after it failed or was cancelled.
     *
     * @throws ProblemException when this kind of job cannot be repeated
     */
    default Job retry(Caller caller, R request) {
        throw new ProblemException(
                ProblemType.WRONG_STATE,
                "A job of this kind cannot be retried.",
                "Ask for it anew where you asked first.");
    }

    /** Called in the transaction that ends the job well. */
    default void done(StepContext<R> context) {}

    /** Called in the transaction that ends the job after everything was undone. */
    default void undone(StepContext<R> context, Problem cause) {}

    /**
     * Called instead of {@link #undone} when the undoing of a step was given up: something may be left over, and somebody must be able to
     * take it away.
     */
    default void left(StepContext<R> context, Problem cause) {
        undone(context, cause);
    }
}
