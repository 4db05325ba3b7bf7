/**
 * Signing in and out. Imports {@code context} and what that imports.
 */
@NullMarked
package io.pando.cli.session;

import org.jspecify.annotations.NullMarked;
