/**
 * Which server and which token a command uses: the file of contexts and its commands. Imports {@code http}, {@code invocation}, {@code output} and {@code terminal}.
 */
@NullMarked
package io.pando.cli.context;

import org.jspecify.annotations.NullMarked;
