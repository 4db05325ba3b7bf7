/**
 * Downloads from addresses that people name.
 *
 * <p>Owns the rules about which addresses may be asked at all: the server stands where people do not, and must not be their way to what is
 * around it.
 */
@ApplicationModule(
        displayName = "Fetch",
        allowedDependencies = {"configuration", "problem", "api"})
@NullMarked
package io.pando.fetch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
