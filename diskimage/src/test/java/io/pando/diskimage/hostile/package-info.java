/** Files that must never become images: made here, and sent through every way in. */
@NullMarked
package io.pando.diskimage.hostile;

import org.jspecify.annotations.NullMarked;
