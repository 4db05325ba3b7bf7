/** What is on a disk: its system, packages, accounts and identifiers, found out in the builder. */
@NamedInterface("inspection")
@NullMarked
package io.pando.builder.inspection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
