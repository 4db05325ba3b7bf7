/** Tests of the arithmetic and of the report. */
@NullMarked
package io.pando.bench;

import org.jspecify.annotations.NullMarked;
