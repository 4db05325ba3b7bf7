/**
 * Jobs: their commands, and how every changing command shows its plan, asks, and waits. Imports {@code http}, {@code invocation}, {@code output} and {@code terminal}.
 */
@NullMarked
package io.pando.cli.job;

import org.jspecify.annotations.NullMarked;
