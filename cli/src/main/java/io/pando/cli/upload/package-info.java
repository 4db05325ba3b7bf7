/** {@code pando upload}. */
@NullMarked
package io.pando.cli.upload;

import org.jspecify.annotations.NullMarked;
