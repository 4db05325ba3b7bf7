/** Packages of the system on a disk, in the builder: they are installed, or it is found out which there are. */
@NamedInterface("packages")
@NullMarked
package io.pando.builder.packages;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
