/** Tests of the whole command line against a server that plays the contract. */
@NullMarked
package io.pando.cli;

import org.jspecify.annotations.NullMarked;
