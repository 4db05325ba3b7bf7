package io.pando.job;

/** Somebody asked the job to end. Steps let it pass. */
public final class JobCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobCancelled() {
        super("The job was cancelled.");
    }
}
