/**
 * Runs scripts on disks, in a throw-away appliance on the host where the disks are. No file system of a disk is ever mounted by a host's
 * kernel or by Pando's own machine.
 *
 * <p>Owns the appliance's files and how they get to a host, the protocol spoken with it, limits, and the table of what runs. What comes
 * out of an appliance was made by what is on the disks: bounded, parsed strictly, believed by nobody.
 */
@ApplicationModule(
        displayName = "Builder",
        allowedDependencies = {"configuration", "database", "problem", "api", "host", "tick"})
@NullMarked
package io.pando.builder;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
