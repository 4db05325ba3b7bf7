/**
 * Which host a machine goes to: a demand and hosts in, a decision with its reasons out.
 *
 * <p>Owns the filters, the scores, their weights, and the index over a fleet that answers quickly. Deciding needs no database, no host and
 * no clock: the same question has the same answer, at any time and on any computer. Only the simulation over HTTP knows of Spring.
 */
@ApplicationModule(
        displayName = "Placement",
        allowedDependencies = {"configuration", "problem", "event", "access", "api"})
@NullMarked
package io.pando.placement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
