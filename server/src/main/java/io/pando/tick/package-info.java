/**
 * What is looked after again and again while the server runs.
 *
 * <p>Owns the timer; what is done each time belongs to the features.
 */
@ApplicationModule(
        displayName = "Tick",
        allowedDependencies = {})
@NullMarked
package io.pando.tick;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
