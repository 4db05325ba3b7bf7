/**
 * Hosts: their commands. Imports {@code job} and what that imports.
 */
@NullMarked
package io.pando.cli.host;

import org.jspecify.annotations.NullMarked;
