package io.pando.cli.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** There was no answer from the server. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean nothingListens;

    public UnreachableException(URI server, IOException cause) {
        super(describe(server, cause), cause);
        this.nothingListens = cause instanceof ConnectException;
    }

    /** Whether the request certainly did not arrive. */
    public boolean nothingListens() {
        return nothingListens;
    }

    private static String describe(URI server, IOException cause) {
        if (caused(cause, UnresolvedAddressException.class)) {
            return "There is no address for the name in " + server + ". Check its spelling, or name another server"
                    + " with --server URL.";
        }
        if (cause instanceof HttpTimeoutException) {
            return "No answer in time from " + server + ". It may be busy: try again, or look at the server's log.";
        }
        if (cause instanceof javax.net.ssl.SSLException) {
            return "No secure connection with " + server + " (" + cause.getMessage()
                    + "). Check that the address begins"
                    + " with the right one of http and https, and that the certificate is trusted.";
        }
        if (!(cause instanceof ConnectException)) {
            return "The connection with " + server + " broke" + reason(cause)
                    + ". Try again; if it stays like this, the server's log says why.";
        }
        return "No server answers at " + server + ". "
                + (isLoopback(server)
                        ? "Start it with `pando server`, or name another with --server URL."
                        : "Check the address and the network, or name another with --server URL.");
    }

    private static String reason(IOException cause) {
        @Nullable String message = cause.getMessage();
        return message == null ? "" : " (" + message + ")";
    }

    private static boolean caused(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address is this computer's own. */
    public static boolean isLoopback(URI server) {
        String host = server.getHost();
        return host != null
                && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]") || host.equals("::1"));
    }
}
