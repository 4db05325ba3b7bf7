@NullMarked
package io.pando.placement;

import org.jspecify.annotations.NullMarked;
