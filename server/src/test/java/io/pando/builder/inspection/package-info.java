/** The tests' package stands before the product's on the class path: it has to say the same of itself. */
@NamedInterface("inspection")
@NullMarked
package io.pando.builder.inspection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
