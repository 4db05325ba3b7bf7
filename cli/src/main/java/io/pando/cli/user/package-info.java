/**
 * People: their accounts. Imports {@code http}, {@code invocation}, {@code output} and {@code terminal}.
 */
@NullMarked
package io.pando.cli.user;

import org.jspecify.annotations.NullMarked;
