/** The controller's starting point. Every feature is a package below this one. */
@NullMarked
package io.pando;

import org.jspecify.annotations.NullMarked;
