/**
 * The records that the server, the command line and the web page exchange: requests, answers and problem types.
 *
 * <p>Owns the wire format of {@code /api/v1}; imports nothing of Pando. Times are ISO-8601 instants in UTC, sizes are
 * bytes unless a name ends in {@code MiB}, durations are seconds. A {@code null} field is left out of the JSON.
 */
@NullMarked
package io.pando.api;

import org.jspecify.annotations.NullMarked;
