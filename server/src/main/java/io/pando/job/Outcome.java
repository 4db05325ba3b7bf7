package io.pando.job;

import java.time.Duration;

/** What came of a step. */
public sealed interface Outcome {

    /**
     * It is done.
     *
     * @param detail for people
     * @param record what is to be written to the database together with the journal's row, in one transaction
     */
    record Done(String detail, Runnable record) implements Outcome {}

    /**
     * It has to wait for something else, and has begun nothing that needs it meanwhile. The job gives its thread back; the step is run once
     * more after the pause, as often as it likes: that is no failed attempt.
     *
     * @param pause not negative; a hint, the step may be run earlier or later
     * @param waitingFor for people, for example {@code Waiting for job 7}
     */
    record Later(Duration pause, String waitingFor) implements Outcome {
        public Later {
            if (pause.isNegative()) {
                throw new IllegalArgumentException("A pause is not negative: " + pause);
            }
        }
    }

    /** A step that changes nothing in the database. */
    static Outcome of(String detail) {
        return new Done(detail, () -> {});
    }

    static Outcome of(String detail, Runnable record) {
        return new Done(detail, record);
    }

    /** See {@link Later}. */
    static Outcome later(Duration pause, String waitingFor) {
        return new Later(pause, waitingFor);
    }
}
