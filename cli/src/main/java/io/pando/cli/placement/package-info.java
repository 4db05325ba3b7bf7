/** {@code pando placement}: where machines would go. */
@NullMarked
package io.pando.cli.placement;

import org.jspecify.annotations.NullMarked;
