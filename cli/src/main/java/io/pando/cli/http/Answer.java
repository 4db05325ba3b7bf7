package io.pando.cli.http;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An answer as the server sent it, beside the record read from it.
 *
 * @param document what the server sent, to be shown to programs unchanged
 */
public record Answer<T>(T value, JsonNode document) {

    /**
     * A list put together from its pages.
     *
     * @param document array of the rows
     * @param total rows that the server has; more than {@code items} when a limit was asked for
     */
    public record Rows<T>(List<T> items, JsonNode document, long total) {
        public Rows {
            items = List.copyOf(items);
        }
    }
}
