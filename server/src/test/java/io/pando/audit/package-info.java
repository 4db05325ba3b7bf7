@NullMarked
package io.pando.audit;

import org.jspecify.annotations.NullMarked;
