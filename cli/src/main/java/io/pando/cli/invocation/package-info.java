/**
 * One run of one command: its surroundings, the options that every command has, failures and exit codes, and how names become objects. Imports {@code http}, {@code output} and {@code terminal}.
 */
@NullMarked
package io.pando.cli.invocation;

import org.jspecify.annotations.NullMarked;
