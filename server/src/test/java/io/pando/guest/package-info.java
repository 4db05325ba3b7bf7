/** Tests of {@code io.pando.guest}. */
@NullMarked
package io.pando.guest;

import org.jspecify.annotations.NullMarked;
