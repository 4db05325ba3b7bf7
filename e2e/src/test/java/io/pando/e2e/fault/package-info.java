/** Things that die while Pando works, and what must be left afterwards. */
@NullMarked
package io.pando.e2e.fault;

import org.jspecify.annotations.NullMarked;
