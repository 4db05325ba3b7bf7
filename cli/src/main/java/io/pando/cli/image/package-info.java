/**
 * Images: their commands. Imports {@code job} and what that imports.
 */
@NullMarked
package io.pando.cli.image;

import org.jspecify.annotations.NullMarked;
