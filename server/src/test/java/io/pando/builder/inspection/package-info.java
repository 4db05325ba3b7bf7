@NullMarked
package io.pando.builder.inspection;

import org.jspecify.annotations.NullMarked;
