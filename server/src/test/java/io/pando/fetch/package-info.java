@NullMarked
package io.pando.fetch;

import org.jspecify.annotations.NullMarked;
