/**
 * Which image comes closest to a wish, and why. Pure: neither database nor host.
 *
 * <p>Owns nothing that lasts.
 */
@ApplicationModule(
        displayName = "Matching",
        allowedDependencies = {"api"})
@NullMarked
package io.pando.matching;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
