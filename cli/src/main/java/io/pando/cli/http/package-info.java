/**
 * The client of the HTTP API: requests, problems, and the JSON of the records. Imports only {@code io.pando.api}.
 */
@NullMarked
package io.pando.cli.http;

import org.jspecify.annotations.NullMarked;
