package io.pando.job;

/** Told when a job comes to a boundary between two durable moments. For tests that stop the server there. */
public interface JobProbe {

    void reached(long jobId, String kind, String step, Boundary boundary);

    /** The moments around one step. */
    enum Boundary {
        BEFORE_INTENT,
        AFTER_INTENT,
        AFTER_RUN,
        AFTER_COMMIT,
        BEFORE_UNDO,
        AFTER_UNDO
    }
}
