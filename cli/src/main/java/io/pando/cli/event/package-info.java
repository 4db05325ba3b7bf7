/**
 * The stream of changes. Imports {@code http}, {@code invocation} and {@code output}.
 */
@NullMarked
package io.pando.cli.event;

import org.jspecify.annotations.NullMarked;
