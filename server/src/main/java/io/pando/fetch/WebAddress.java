package io.pando.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that may be asked as far as one can tell without asking anybody: {@code http} or {@code https}, without credentials, an
 * allowed port, and a host that every program reads in the same way. Pure.
 *
 * @param host name in lower-case ASCII letters, or an IP address in its usual spelling, without brackets
 * @param target path and query
 */
record WebAddress(String scheme, String host, int port, String target) {
    private static final int LONGEST = 2048;
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** Some programs read a host that ends so as a number, whatever stands before it. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final Pattern IPV4 = Pattern.compile(
            "(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])\\.){3}(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])");

    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}\\]");

    /** Why an address cannot be used, as a sentence. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    static WebAddress parse(String text, List<Integer> ports) throws RefusedException {
        if (text.length() > LONGEST || !text.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f)) {
            throw new RefusedException("The address is too long, or has spaces or letters beyond ASCII.");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new RefusedException("This is no address.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new RefusedException("The address begins with neither http:// nor https://.");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.contains("@") || uri.getUserInfo() != null) {
            throw new RefusedException("The address has no host, or a name or password in front of it.");
        }
        if (uri.getRawFragment() != null) {
            throw new RefusedException("The address has a fragment (#).");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (!ports.contains(port)) {
            throw new RefusedException("Port %d is not one from which images may be downloaded.".formatted(port));
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return new WebAddress(scheme, host(host), port, target);
    }

    private static String host(String host) throws RefusedException {
        if (IPV6.matcher(host).matches()) {
            return host.substring(1, host.length() - 1);
        }
        boolean number = ENDS_IN_NUMBER.matcher(host).matches();
        if (number ? IPV4.matcher(host).matches() : NAME.matcher(host).matches()) {
            return host;
        }
        throw new RefusedException("The host is neither a name nor an IP address in its usual spelling.");
    }

    /** Where a redirection leads. */
    WebAddress follow(String location, List<Integer> ports) throws RefusedException {
        URI next;
        try {
            next = uri().resolve(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            throw new RefusedException("The server leads on to something that is no address.");
        }
        String text = next.toString();
        int fragment = text.indexOf('#');
        WebAddress address = parse(fragment < 0 ? text : text.substring(0, fragment), ports);
        if (scheme.equals("https") && !address.scheme().equals("https")) {
            throw new RefusedException("The server leads from https to http.");
        }
        return address;
    }

    URI uri() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return URI.create(scheme + "://" + shown + (usual ? "" : ":" + port) + target);
    }
}
