package io.pando.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request's address.
 *
 * @param pairs each {@code name=value}, encoded
 */
public record Query(List<String> pairs) {
    public static final Query NONE = new Query(List.of());

    public Query {
        pairs = List.copyOf(pairs);
    }

    /** With a further parameter; the same query when the value is null. */
    public Query with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<String> more = new ArrayList<>(pairs);
        more.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        return new Query(more);
    }

    @Override
    public String toString() {
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    /** A name or id as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
