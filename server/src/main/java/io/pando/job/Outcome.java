package io.pando.job;

/**
 * What came of a step.
 *
 * @param detail for people
 * @param record what is to be written to the database together with the journal's row, in one transaction
 */
public record Outcome(String detail, Runnable record) {

    /** A step that changes nothing in the database. */
    public static Outcome of(String detail) {
        return new Outcome(detail, () -> {});
    }

    public static Outcome of(String detail, Runnable record) {
        return new Outcome(detail, record);
    }
}
