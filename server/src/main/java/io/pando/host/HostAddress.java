package io.pando.host;

import io.pando.configuration.PandoProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A libvirt URI as an administrator may give one. Pure.
 *
 * <p>Only what is listed here is let through: libvirt takes the names of programs to start from parameters of URIs.
 *
 * @param user for SSH; null for the user that Pando runs as
 * @param authority name or address, with a port if it has one; null for hosts without a way over the network
 * @param path {@code /system}, {@code /session}, or a file of the test driver
 * @param certificates folder with certificates of its own; null for the usual one
 * @see <a href="https://libvirt.org/uri.html">libvirt: Connection URIs</a>
 */
record HostAddress(
        Kind kind,
        @Nullable String user,
        @Nullable String authority,
        String path,
        @Nullable String certificates) {
    private static final int LONGEST = 500;
    private static final Pattern FORM = Pattern.compile("(?<scheme>qemu|qemu\\+tls|qemu\\+ssh|test)://"
            + "(?:(?<user>[A-Za-z_][A-Za-z0-9_.-]{0,31})@)?"
            + "(?<authority>(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?)?"
            + "(?<path>/[A-Za-z0-9_./-]{1,200})"
            + "(?:\\?pkipath=(?<certificates>/[A-Za-z0-9_./-]{1,200}))?");

    private static final Pattern COMPUTER = Pattern.compile("^[a-z+]+://(?:[^@/]+@)?(?<computer>\\[[^\\]/]+]|[^:/?]+)");

    /** How the host is reached. */
    enum Kind {
        /** By a socket on the server's own machine. */
        LOCAL,
        TLS,
        SSH,
        /** libvirt's own imitation of a host, within this process. */
        TEST
    }

    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException with words for people about what is wrong
     */
    static HostAddress parse(String uri) {
        Matcher form = FORM.matcher(uri);
        if (uri.length() > LONGEST || !form.matches()) {
            throw new IllegalArgumentException(
                    "%s is not an address of a host that Pando can reach.".formatted(shortened(uri)));
        }
        Kind kind =
                switch (form.group("scheme")) {
                    case "qemu" -> Kind.LOCAL;
                    case "qemu+tls" -> Kind.TLS;
                    case "qemu+ssh" -> Kind.SSH;
                    default -> Kind.TEST;
                };
        HostAddress address = new HostAddress(
                kind, form.group("user"), form.group("authority"), form.group("path"), form.group("certificates"));
        address.check();
        return address;
    }

    private static String shortened(String uri) {
        return uri.length() <= 80 ? uri : uri.substring(0, 80) + "…";
    }

    private void check() {
        boolean remote = kind == Kind.TLS || kind == Kind.SSH;
        if (remote && authority == null) {
            throw new IllegalArgumentException("The address names no computer.");
        }
        if (!remote && authority != null) {
            throw new IllegalArgumentException(
                    "The address names a computer, but not the way there: it begins with qemu+tls:// or qemu+ssh://.");
        }
        if (user != null && kind != Kind.SSH) {
            throw new IllegalArgumentException("Only an address that begins with qemu+ssh:// names a user.");
        }
        if (certificates != null && kind != Kind.TLS) {
            throw new IllegalArgumentException(
                    "Only an address that begins with qemu+tls:// names a folder with certificates.");
        }
        if (kind != Kind.TEST && !path.equals("/system") && !path.equals("/session")) {
            throw new IllegalArgumentException(
                    "The address ends in %s, and QEMU hosts end in /system.".formatted(path));
        }
        int colon = authority == null || authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        if (colon >= 0 && Integer.parseInt(String.valueOf(authority).substring(colon + 1)) > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535.");
        }
    }

    /**
     * What libvirt is called with.
     *
     * @param ssh program that is started for hosts that are reached by SSH
     */
    String connection(PandoProperties.Host settings, Path ssh) {
        List<String> parameters = new ArrayList<>();
        switch (kind) {
            case LOCAL, TEST -> {}
            case TLS -> {
                if (certificates != null) {
                    parameters.add("pkipath=" + certificates);
                } else if (settings.certificates() != null) {
                    parameters.add("pkipath=" + settings.certificates());
                }
            }
            case SSH -> {
                // Nobody is there to be asked anything.
                parameters.add("no_tty=1");
                parameters.add("command=" + ssh);
            }
        }
        String scheme =
                switch (kind) {
                    case LOCAL -> "qemu";
                    case TLS, SSH -> "qemu+" + kind.name().toLowerCase(Locale.ROOT);
                    case TEST -> "test";
                };
        return "%s://%s%s%s%s"
                .formatted(
                        scheme,
                        user == null ? "" : user + "@",
                        authority == null ? "" : authority,
                        path,
                        parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    /** Whether what libvirt is called with leads over the network, so that paths there are not paths here. */
    static boolean isRemote(String connection) {
        return !connection.matches("[a-z]+(\\+unix)?:///.*");
    }

    /** The computer, by name or address, that what libvirt is called with leads to over the network; empty for this one. */
    static Optional<String> computer(String connection) {
        Matcher form = COMPUTER.matcher(connection);
        return isRemote(connection) && form.find() ? Optional.of(form.group("computer")) : Optional.empty();
    }
}
