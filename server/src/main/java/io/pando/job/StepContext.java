package io.pando.job;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a step gets to know and may say while it works. Not thread-safe.
 *
 * @param <R> what the job was asked for
 */
public interface StepContext<R> {

    long jobId();

    /** Id of the account for which the job works. */
    String ownerId();

    /** What was asked for. */
    R request();

    /** Id of the thing that the job works on. */
    String subjectId();

    /**
     * Says how far the step is. May be called as often as one likes: little of it is written down.
     *
     * @param percent of this step, 0 to 100
     * @param detail for people, for example {@code 1.2 of 3.0 GiB}
     * @throws JobCancelled when somebody asked the job to end
     */
    void progress(double percent, String detail);

    /** What an earlier step, or an earlier attempt at this one, remembered. */
    Optional<String> recall(String key);

    /** Writes something down at once, for later steps and later attempts. */
    void remember(String key, String value);

    /**
     * From now on there is no way back: the job is neither cancelled nor undone, and what is left of it is tried again until it is done.
     * Written down at once.
     */
    void noWayBack();

    /** What was remembered; where nothing was, it is made and written down before it is given. So every attempt has the same. */
    default String recall(String key, Supplier<String> made) {
        return recall(key).orElseGet(() -> {
            String value = made.get();
            remember(key, value);
            return value;
        });
    }
}
