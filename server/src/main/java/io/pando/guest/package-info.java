/**
 * The ways into a running guest: its agent, and a login on its serial console; what Pando sets there and what it reads there.
 *
 * <p>Owns sessions in guests, the sharing of a serial console between Pando and people, the scripts of customisation and the reading of
 * a guest's identity. Treats every guest as hostile: deadlines, bounded sizes, no trust in what it says.
 */
@ApplicationModule(
        displayName = "Guest",
        allowedDependencies = {"configuration", "host", "problem", "api"})
@NullMarked
package io.pando.guest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
