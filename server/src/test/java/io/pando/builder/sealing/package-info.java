/** The tests' package stands before the product's on the class path: it has to say the same of itself. */
@NamedInterface("sealing")
@NullMarked
package io.pando.builder.sealing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
