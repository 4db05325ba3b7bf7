/**
 * What a person sits at: the three streams, whether they are a terminal, width and colour, questions and raw mode. Imports nothing of Pando.
 */
@NullMarked
package io.pando.cli.terminal;

import org.jspecify.annotations.NullMarked;
