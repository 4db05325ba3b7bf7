/**
 * People and how they prove who they are.
 *
 * <p>Owns accounts, sessions of the page, API tokens, the limits on signing in, projects with their members and invitations, the decision
 * who may do what there, and quotas.
 */
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"configuration", "database", "problem", "paging", "event", "secret", "api"})
@NullMarked
package io.pando.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
