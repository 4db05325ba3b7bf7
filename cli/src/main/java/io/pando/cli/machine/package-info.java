/**
 * Machines: their commands, the serial console and ssh. Imports {@code job} and what that imports.
 */
@NullMarked
package io.pando.cli.machine;

import org.jspecify.annotations.NullMarked;
