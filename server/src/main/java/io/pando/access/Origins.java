package io.pando.access;

import io.pando.configuration.PandoProperties;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From which web sites a browser may act on this server: its own, and those of {@code pando.access.origins}. Thread-safe. */
@Component
public final class Origins {
    private final Set<String> further;

    Origins(PandoProperties properties) {
        this.further = properties.access().origins().stream()
                .map(origin -> {
                    String normal = normal(origin);
                    if (normal == null) {
                        throw new IllegalStateException(
                                "pando.access.origins has %s, which is not like https://host:port".formatted(origin));
                    }
                    return normal;
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a request from that origin is one of Pando's own page.
     *
     * @param origin the {@code Origin} header as it came (RFC 6454, section 7); null and {@code null} are no origin of ours
     * @param scheme of the request: {@code http} or {@code https}
     * @param host that the request was sent to, without its port
     * @param port that the request was sent to
     */
    public boolean ours(@Nullable String origin, String scheme, String host, int port) {
        String normal = origin == null ? null : normal(origin);
        return normal != null && (normal.equals(text(scheme, host, port)) || further.contains(normal));
    }

    private static @Nullable String normal(String origin) {
        try {
            URI uri = new URI(origin);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            boolean bare = uri.getUserInfo() == null
                    && (uri.getPath() == null || uri.getPath().isEmpty())
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (scheme == null || host == null || !bare) {
                return null;
            }
            return text(scheme, host, uri.getPort());
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    private static String text(String scheme, String host, int port) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT);
        // A request tells an IPv6 address with or without its brackets, depending on who parsed it.
        String bracketed = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        int usual = "https".equals(lower) ? 443 : 80;
        return lower + "://" + bracketed + ":" + (port < 0 ? usual : port);
    }
}
