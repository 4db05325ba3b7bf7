/**
 * The record of who did what. Imports {@code http}, {@code invocation}, {@code output} and {@code terminal}.
 */
@NullMarked
package io.pando.cli.audit;

import org.jspecify.annotations.NullMarked;
