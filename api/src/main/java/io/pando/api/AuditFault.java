package io.pando.api;

/**
 * What is wrong with an entry of the audit record.
 *
 * @param seq which entry
 * @param detail what is wrong with it, for people
 */
public record AuditFault(long seq, Kind kind, String detail) {

    public enum Kind {
        /** Something in it is not as it was written. */
        ALTERED,
        /** It is not there. */
        MISSING,
        /** Another entry stands in its place. */
        MISPLACED,
        /** It is well-formed, but does not continue what stands before it. */
        UNCHAINED,
        /** Entries at the end are gone, or the note of where the end is was tampered with. */
        CUT_OFF
    }
}
