/** The whole product on real guests. */
@NullMarked
package io.pando.e2e;

import org.jspecify.annotations.NullMarked;
