/**
 * How any feature refuses: one exception that carries a catalogued problem.
 *
 * <p>Owns {@link io.pando.problem.ProblemException} and the port by which a feature translates its own exceptions, {@link
 * io.pando.problem.ProblemTranslation}; the web edge turns it into {@code application/problem+json}.
 */
@ApplicationModule(displayName = "Problem", allowedDependencies = "api")
@NullMarked
package io.pando.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
