package io.pando.api;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items the rows of this page, in the order asked for
 * @param total number of rows in the whole list after filtering
 * @param limit most rows a page holds, 1 to 100
 * @param offset position of the first row in the whole list, from 0
 */
public record Page<T>(List<T> items, long total, int limit, int offset) {
    public Page {
        items = List.copyOf(items);
    }
}
