/**
 * How a feature says what it does and that something which callers see has changed, without knowing who listens.
 *
 * <p>Owns {@link io.pando.event.Changed}, which the web edge passes on to those who may see it, and {@link io.pando.event.Deed} and
 * {@link io.pando.event.JobEnded}, of which the audit record is made.
 */
@ApplicationModule(
        displayName = "Event",
        allowedDependencies = {})
@NullMarked
package io.pando.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
