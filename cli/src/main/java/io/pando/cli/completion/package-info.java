/**
 * Completion for bash, zsh and fish, with live names. Imports {@code http} and {@code invocation}.
 */
@NullMarked
package io.pando.cli.completion;

import org.jspecify.annotations.NullMarked;
