package io.pando.job;

/** Another server has taken the job over: this one must stop working on it at once, and write nothing more. */
final class FenceLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FenceLost(long jobId) {
        super("Job " + jobId + " was taken over by another server");
    }
}
