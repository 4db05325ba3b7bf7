/** {@code pando quota}: what projects may take and what they take. */
@NullMarked
package io.pando.cli.quota;

import org.jspecify.annotations.NullMarked;
