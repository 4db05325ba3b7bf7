/**
 * The command line: the tree of commands, and the way from arguments to an exit code. Imports every package below; none imports it.
 */
@NullMarked
package io.pando.cli;

import org.jspecify.annotations.NullMarked;
