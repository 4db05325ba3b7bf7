/**
 * Keeps what Pando has to know in clear but nobody should read in the database.
 *
 * <p>Owns the installation's key and the way things are sealed with it.
 */
@ApplicationModule(displayName = "Secret", allowedDependencies = "configuration")
@NullMarked
package io.pando.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
