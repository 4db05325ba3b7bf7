/** Strips the system on a disk of what tells it apart from others, in the builder, and puts the first-boot software in. */
@NamedInterface("sealing")
@NullMarked
package io.pando.builder.sealing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
