/**
 * Machines: the clones that people own, from request to deletion.
 *
 * <p>Owns the table of machines, the states and who may move between them, the plan and the steps of each job on a machine, and
 * the identity certificate.
 */
@ApplicationModule(
        displayName = "Machine",
        allowedDependencies = {
            "configuration",
            "database",
            "problem",
            "paging",
            "event",
            "secret",
            "api",
            "access",
            "job",
            "host",
            "builder",
            "builder :: packages",
            "guest",
            "matching",
            "image",
            "placement",
            "provisioning",
            "tick"
        })
@NullMarked
package io.pando.machine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
