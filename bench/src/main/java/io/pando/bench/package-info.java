/**
 * Measures Pando side by side with other ways to the same end, in the same run, and says whether it keeps its bounds.
 *
 * <p>Owns the benchmark program. Speaks to a real server over HTTP with the records of {@code io.pando.api}; imports nothing else of
 * Pando's.
 */
@NullMarked
package io.pando.bench;

import org.jspecify.annotations.NullMarked;
