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
 * @param requestId as in the header {@code X-Request-Id}, in the server's log and in the audit record; null where no request was refused
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String help,
        List<Fault> faults,
        @Nullable String requestId) {
    public Problem {
        faults = List.copyOf(faults);
    }

    /** A problem of a catalogued type. */
    public static Problem of(ProblemType type, String detail, @Nullable String help, List<Fault> faults) {
        return new Problem(type.uri(), type.title(), type.status(), detail, help, faults, null);
    }

    /** The same, told in answer to a request. */
    public Problem of(String requestId) {
        return new Problem(type, title, status, detail, help, faults, requestId);
    }
}
