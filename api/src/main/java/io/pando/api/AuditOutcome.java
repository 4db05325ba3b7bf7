package io.pando.api;

/** How something ended that the audit record tells of. */
public enum AuditOutcome {
    /** The change was made, or the job that makes it was queued. */
    ACCEPTED,
    /** It was not carried out: not allowed, not valid, not possible then. */
    REFUSED,
    /** Pando or what it stands on failed; or the job failed and was undone. */
    FAILED,
    /** The job has ended well. */
    DONE,
    /** The job was cancelled and undone. */
    CANCELLED
}
