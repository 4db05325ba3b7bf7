package io.pando.access;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Whose objects a list is to show. */
public enum Whose {
    ME,
    ALL;

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
