package io.pando.job;

/**
 * One step of a job. A server may die at any moment and another one repeats the step: {@code run} and {@code undo} must come to the
 * same end however often they were begun before.
 *
 * @param <R> what the job was asked for
 */
public interface Step<R> {

    /** Stable name, for example {@code copy-disk}. */
    String name();

    /** For people, for example {@code Copy the disk}. */
    String title();

    /**
     * What the step is about to make (names, UUIDs, paths), in words; written down before {@link #run}, so that it can be found after
     * a crash. Decides nothing that is not already recorded, and changes nothing.
     */
    default String intent(StepContext<R> context) {
        return title();
    }

    /**
     * Does it. Keeps one of the server's few threads for jobs meanwhile: what waits for another job says so ({@link Outcome#later}) instead of
     * waiting here.
     *
     * @return what came of it
     * @throws io.pando.problem.ProblemException when it cannot be done; it is tried again when the failure is passing
     * @throws InterruptedException when the job was cancelled or the server stops
     */
    Outcome run(StepContext<R> context) throws InterruptedException;

    /** Takes away whatever {@link #run} has made, also when it ended halfway or never began. */
    default void undo(StepContext<R> context) throws InterruptedException {}

    /**
     * Whether what it does cannot be brought back. From its first attempt on the job is neither cancelled nor undone, for that would go
     * back to something that may be gone: the step is tried again until it is done.
     */
    default boolean destroys() {
        return false;
    }

    /**
     * How much of the job's time it takes when nothing is known from earlier runs, in seconds on a quick host; only the proportions
     * between steps matter.
     */
    default double weight() {
        return 1;
    }
}
