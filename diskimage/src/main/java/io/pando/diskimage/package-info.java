/**
 * What a disk image file is: inspection of files that nobody should trust, and qemu-img with everything named.
 *
 * <p>Knows nothing of machines, hosts or people. The bytes are looked at here, within bounds, before any other program opens them.
 */
@NullMarked
package io.pando.diskimage;

import org.jspecify.annotations.NullMarked;
