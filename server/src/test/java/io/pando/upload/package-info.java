@NullMarked
package io.pando.upload;

import org.jspecify.annotations.NullMarked;
