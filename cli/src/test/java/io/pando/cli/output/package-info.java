/** Tests of the rules in this package that need no server. */
@NullMarked
package io.pando.cli.output;

import org.jspecify.annotations.NullMarked;
