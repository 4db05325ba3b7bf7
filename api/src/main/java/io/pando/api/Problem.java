package io.pando.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not carried out, as {@code application/problem+json} (RFC 9457).
 *
 * @param type stable name of the kind of problem, {@code urn:pando:problem:} and the code of a {@link ProblemType}
 * @param title the kind of problem in a few words, always the same for a type
 * @param status HTTP status
 * @param detail what was wrong this time, in the words of the caller's own objects
 * @param help what would help; null when nothing would
 * @param faults each single fault of an invalid request; empty for other kinds
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String help,
        List<Fault> faults) {
    public Problem {
        faults = List.copyOf(faults);
    }

    /** A problem of a catalogued type. */
    public static Problem of(ProblemType type, String detail, @Nullable String help, List<Fault> faults) {
        return new Problem(type.uri(), type.title(), type.status(), detail, help, faults);
    }
}
