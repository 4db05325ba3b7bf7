/**
 * What an administrator can set, with every default stated once.
 *
 * <p>Owns the {@code pando.*} configuration keys. An unknown key fails the start.
 */
@ApplicationModule(
        displayName = "Configuration",
        allowedDependencies = {"api"})
@NullMarked
package io.pando.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
