package io.pando.problem;

import org.jspecify.annotations.Nullable;

/**
 * Turns a feature's own exceptions into refusals that callers understand. A feature declares a bean of it; the web edge asks each
 * in turn about every exception that is not a {@link ProblemException}.
 */
@FunctionalInterface
public interface ProblemTranslation {

    /**
     * Translates an exception.
     *
     * @return what to tell the caller, with the exception as its cause; null when it is not this feature's
     */
    @Nullable
    ProblemException translate(Throwable failure);
}
