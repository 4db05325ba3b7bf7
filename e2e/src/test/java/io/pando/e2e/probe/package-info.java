/**
 * Classes that tests add to the server's class path. The server finds them like its own, because they are beans in packages below
 * {@code io.pando}; without the JVM property {@code e2e.probe} they do nothing.
 */
@NullMarked
package io.pando.e2e.probe;

import org.jspecify.annotations.NullMarked;
