/**
 * How a feature says that something which callers see has changed.
 *
 * <p>Owns {@link io.pando.event.Changed}; the web edge passes it on to those who may see it.
 */
@ApplicationModule(
        displayName = "Event",
        allowedDependencies = {})
@NullMarked
package io.pando.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
