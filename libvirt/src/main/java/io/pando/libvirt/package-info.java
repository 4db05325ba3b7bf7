/**
 * libvirt in Java, through the Foreign Function and Memory API.
 *
 * <p>Start at {@link io.pando.libvirt.Connection#open(String)}. What this package promises:
 *
 * <ul>
 *   <li>A native call and the reading of its error happen in one method on one platform thread, taken from a bounded
 *       pool that belongs to the connection. Callers may be virtual threads; errors never mix.
 *   <li>Every wait is bounded, by a default of the connection or by {@link io.pando.libvirt.Deadline}, and ends when the
 *       caller is interrupted, even while libvirtd hangs and the pool's thread with it.
 *   <li>Handles ({@link io.pando.libvirt.Handle}) belong to try-with-resources. A handle that another thread closes during a
 *       call stays valid until that call has ended. Closing a connection closes what came from it.
 *   <li>Each failure is a {@link io.pando.libvirt.LibvirtException}; a thing that is not there is an empty
 *       {@link java.util.Optional} where the method says so.
 * </ul>
 *
 * <p>It imports the JDK only, and knows nothing of Pando. The JVM wants {@code --enable-native-access=ALL-UNNAMED}. libvirt 9.0 or
 * newer is expected ({@code libvirt.so.0} and {@code libvirt-qemu.so.0}, Debian package {@code libvirt0}), on 64-bit Linux.
 */
@NullMarked
package io.pando.libvirt;

import org.jspecify.annotations.NullMarked;
