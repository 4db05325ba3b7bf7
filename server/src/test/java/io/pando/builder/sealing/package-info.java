@NullMarked
package io.pando.builder.sealing;

import org.jspecify.annotations.NullMarked;
