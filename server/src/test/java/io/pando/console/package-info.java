/** Tests of {@code io.pando.console}. */
@NullMarked
package io.pando.console;

import org.jspecify.annotations.NullMarked;
