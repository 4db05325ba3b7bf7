/** {@code pando project}: projects, who is in them, and invitations. */
@NullMarked
package io.pando.cli.project;

import org.jspecify.annotations.NullMarked;
