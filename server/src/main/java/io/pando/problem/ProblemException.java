package io.pando.problem;

import io.pando.api.Fault;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A refusal that the caller is told about in full: what was wrong, and what would help. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final ProblemType type;
    private final @Nullable Duration retryAfter;

    public ProblemException(ProblemType type, String detail, @Nullable String help) {
        this(type, detail, help, List.of(), null);
    }

    public ProblemException(
            ProblemType type, String detail, @Nullable String help, List<Fault> faults, @Nullable Throwable cause) {
        this(type, detail, help, faults, null, cause);
    }

    private ProblemException(
            ProblemType type,
            String detail,
            @Nullable String help,
            List<Fault> faults,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.retryAfter = retryAfter;
        this.problem = Problem.of(type, detail, help, faults);
    }

    /** A request with faults: all of them are told at once. */
    public static ProblemException invalid(List<Fault> faults) {
        Fault first = faults.getFirst();
        String detail =
                faults.size() == 1 ? first.message() : "%s (and %d more)".formatted(first.message(), faults.size() - 1);
        return new ProblemException(ProblemType.INVALID_REQUEST, detail, first.help(), faults, null);
    }

    /** The object is absent, or the caller may not know that it is there: the same answer for both. */
    public static ProblemException notFound(String kind, String id) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "There is no %s %s.".formatted(kind, id), "List them to see which there are.");
    }

    /** Whether the same attempt may succeed a little later, so that a job should try again. */
    public boolean passing() {
        return false;
    }

    /** The caller, or all callers together, ask too often. */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter, @Nullable Throwable cause) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                detail,
                "Try again in %d second%s.".formatted(seconds, seconds == 1 ? "" : "s"),
                List.of(),
                Duration.ofSeconds(seconds),
                cause);
    }

    /** How long to wait before trying again, whole seconds; null when waiting would not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The same refusal once waiting has been tried for long enough: nobody should try again by himself. */
    public final ProblemException lasting() {
        return new ProblemException(type, problem.detail(), problem.help(), problem.faults(), this);
    }

    public ProblemType type() {
        return type;
    }

    public Problem problem() {
        return problem;
    }
}
