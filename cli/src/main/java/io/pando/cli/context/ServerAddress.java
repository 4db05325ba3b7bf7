package io.pando.cli.context;

import io.pando.cli.invocation.Failure;
import java.net.URI;
import java.net.URISyntaxException;

/** How the address of a server is written. */
public final class ServerAddress {
    public static final URI DEFAULT = URI.create("http://127.0.0.1:8080");

    private ServerAddress() {}

    /**
     * The address in the form in which it is kept and compared: with a scheme, without a slash at its end.
     *
     * @throws Failure when it is no address
     */
    public static URI of(String text) {
        String whole = text.strip();
        if (!whole.contains("://")) {
            whole = "http://" + whole;
        }
        while (whole.endsWith("/")) {
            whole = whole.substring(0, whole.length() - 1);
        }
        try {
            URI address = new URI(whole);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw Failure.usage(notAnAddress(text) + " (" + e.getReason() + ")");
        }
        throw Failure.usage(notAnAddress(text));
    }

    private static String notAnAddress(String text) {
        return "'" + text + "' is no address of a server; write it like " + DEFAULT + ".";
    }
}
