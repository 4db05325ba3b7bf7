/**
 * People and how they prove who they are.
 *
 * <p>Owns accounts, sessions of the page, API tokens and the limits on signing in.
 */
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"configuration", "database", "problem", "paging", "event", "secret", "api"})
@NullMarked
package io.pando.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
