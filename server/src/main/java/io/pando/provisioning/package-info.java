/**
 * How a machine that was made from a staged image comes to its own settings: it starts, asks, and is told.
 *
 * <p>Owns the seed (a small volume with a one-time token, which cloud-init reads, too), the first-boot program that is put into staged
 * images, and what is spoken with it over a line that leads into that one machine only. What a guest says is bounded, parsed strictly and
 * believed by nobody.
 */
@ApplicationModule(
        displayName = "Provisioning",
        allowedDependencies = {"problem", "api", "host", "guest"})
@NullMarked
package io.pando.provisioning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
