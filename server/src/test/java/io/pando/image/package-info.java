@NullMarked
package io.pando.image;

import org.jspecify.annotations.NullMarked;
