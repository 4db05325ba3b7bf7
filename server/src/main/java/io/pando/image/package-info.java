/**
 * Master images: what machines are cloned from.
 *
 * <p>Owns the table of images, their import, and the master that each image is on its host.
 */
@ApplicationModule(
        displayName = "Image",
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
            "builder :: inspection",
            "builder :: packages",
            "builder :: sealing",
            "provisioning",
            "guest",
            "matching",
            "upload",
            "fetch",
            "diskimage"
        })
@NullMarked
package io.pando.image;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
