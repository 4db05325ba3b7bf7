package io.pando.access;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose objects a list is to show. */
public enum Whose {
    ME,
    ALL;

    /**
     * Reads {@code me} or {@code all}.
     *
     * @throws ProblemException when it is neither
     */
    public static Whose of(String text) {
        return switch (text) {
            case "me" -> ME;
            case "all" -> ALL;
            default ->
                throw ProblemException.invalid(List.of(new Fault(
                        "owner", "owner is me or all, not %s.".formatted(text), "Leave it out for your own.")));
        };
    }

    /**
     * The owner to filter by; null for everybody's.
     *
     * @throws ProblemException forbidden, when somebody asks for everybody's who is no administrator
     */
    public @Nullable String ownerId(Caller caller) {
        if (this == ME) {
            return caller.userId();
        }
        if (!caller.administrator()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Only administrators may list what belongs to everybody.",
                    "Leave out owner=all to list your own.");
        }
        return null;
    }
}
