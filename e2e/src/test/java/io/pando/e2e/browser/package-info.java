/**
 * The page in a real browser, on the real server with real guests. The scenarios are scripts in {@code e2e/browser}, because the
 * browser's driver speaks JavaScript; this package starts the server, gives each scenario what it needs, and tells what came of it.
 *
 * <p>May import the fixtures and the records of the API.
 */
@NullMarked
package io.pando.e2e.browser;

import org.jspecify.annotations.NullMarked;
