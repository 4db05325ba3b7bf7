@NullMarked
package io.pando.builder;

import org.jspecify.annotations.NullMarked;
