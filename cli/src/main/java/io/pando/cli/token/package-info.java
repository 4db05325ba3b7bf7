/**
 * API tokens of one's own. Imports {@code http}, {@code invocation}, {@code output} and {@code terminal}.
 */
@NullMarked
package io.pando.cli.token;

import org.jspecify.annotations.NullMarked;
