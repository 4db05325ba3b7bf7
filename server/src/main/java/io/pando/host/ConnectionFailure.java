package io.pando.host;

import io.pando.libvirt.ErrorCode;
import io.pando.libvirt.LibvirtException;
import java.util.List;
import java.util.Locale;

/**
 * Why there is no connection to a host, found out from what libvirt said. Pure. libvirt tells most of it in words only; they have been the
 * same for years, and what is not recognised is passed on as it is.
 *
 * @param problem what is wrong, as a sentence without its full stop
 * @param help what would help
 */
record ConnectionFailure(Kind kind, String problem, String help) {

    enum Kind {
        NO_ANSWER,
        NAME_UNKNOWN,
        NO_ROUTE,
        CONNECTION_REFUSED,
        HOST_CERTIFICATE,
        OWN_CERTIFICATE_ABSENT,
        OWN_CERTIFICATE_REFUSED,
        CERTIFICATE_EXPIRED,
        HOST_KEY_CHANGED,
        HOST_KEY_UNKNOWN,
        SSH_REFUSED,
        NO_LIBVIRT,
        PERMISSION,
        LIBRARY,
        OTHER
    }

    /** What in libvirt's words tells a kind; all parts of a line have to be there, in small letters. The first that fits is taken. */
    private record Sign(Kind kind, List<String> parts) {}

    private static Sign sign(Kind kind, String... parts) {
        return new Sign(kind, List.of(parts));
    }

    private static final List<Sign> SIGNS = List.of(
            sign(Kind.HOST_KEY_CHANGED, "remote host identification has changed"),
            sign(Kind.HOST_KEY_CHANGED, "offending", "key in"),
            sign(Kind.HOST_KEY_UNKNOWN, "host key verification failed"),
            sign(Kind.HOST_KEY_UNKNOWN, "host key is known for"),
            sign(Kind.SSH_REFUSED, "permission denied (", "publickey"),
            sign(Kind.SSH_REFUSED, "permission denied, please try again"),
            sign(Kind.SSH_REFUSED, "too many authentication failures"),
            sign(Kind.NAME_UNKNOWN, "could not resolve hostname"),
            sign(Kind.NAME_UNKNOWN, "unable to resolve address"),
            sign(Kind.NAME_UNKNOWN, "name or service not known"),
            sign(Kind.CERTIFICATE_EXPIRED, "certificate", "expired"),
            sign(Kind.CERTIFICATE_EXPIRED, "certificate", "not yet active"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "our own certificate"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "cannot read ca certificate"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "unable to import", "certificate"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "unable to set x509 ca certificate"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "unable to set x509 key and certificate"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "clientcert.pem"),
            sign(Kind.OWN_CERTIFICATE_ABSENT, "cacert.pem", "no such file"),
            sign(Kind.OWN_CERTIFICATE_REFUSED, "server verification", "of our certificate"),
            sign(Kind.OWN_CERTIFICATE_REFUSED, "unable to verify client certificate"),
            sign(Kind.OWN_CERTIFICATE_REFUSED, "tls fatal alert"),
            sign(Kind.OWN_CERTIFICATE_REFUSED, "tls confirmation"),
            sign(Kind.HOST_CERTIFICATE, "certificate", "does not match"),
            sign(Kind.HOST_CERTIFICATE, "certificate failed validation"),
            sign(Kind.HOST_CERTIFICATE, "failed to verify peer's certificate"),
            sign(Kind.HOST_CERTIFICATE, "certificate", "not trusted"),
            sign(Kind.HOST_CERTIFICATE, "certificate", "known issuer"),
            sign(Kind.HOST_CERTIFICATE, "tls handshake failed"),
            sign(Kind.CONNECTION_REFUSED, "connection refused"),
            sign(Kind.NO_ROUTE, "no route to host"),
            sign(Kind.NO_ROUTE, "network is unreachable"),
            sign(Kind.NO_LIBVIRT, "libvirt-sock", "no such file"),
            sign(Kind.NO_LIBVIRT, "virtqemud-sock", "no such file"),
            sign(Kind.NO_LIBVIRT, "virt-ssh-helper", "not found"),
            sign(Kind.NO_LIBVIRT, "nc: ", "not found"),
            sign(Kind.NO_LIBVIRT, "nc: ", "no such file"),
            sign(Kind.PERMISSION, "libvirt-sock", "permission denied"),
            sign(Kind.NO_ANSWER, "timed out"),
            sign(Kind.NO_ANSWER, "did not answer within"),
            sign(Kind.NO_ANSWER, "did not answer in time"));

    static ConnectionFailure of(LibvirtException failure) {
        return of(failure.code(), failure.getMessage());
    }

    /**
     * Understands one failure.
     *
     * @param message libvirt's own words
     */
    static ConnectionFailure of(ErrorCode code, String message) {
        Kind kind = kind(code, message.toLowerCase(Locale.ROOT));
        return new ConnectionFailure(kind, problem(kind, firstLines(message)), help(kind));
    }

    private static Kind kind(ErrorCode code, String message) {
        if (code == ErrorCode.LIBRARY_MISSING) {
            return Kind.LIBRARY;
        }
        for (Sign sign : SIGNS) {
            if (sign.parts().stream().allMatch(message::contains)) {
                return sign.kind();
            }
        }
        return switch (code) {
            case DEADLINE_PASSED, OPERATION_TIMEOUT -> Kind.NO_ANSWER;
            case ACCESS_DENIED, AUTH_FAILED, AUTH_UNAVAILABLE, AUTH_CANCELLED -> Kind.PERMISSION;
            default -> Kind.OTHER;
        };
    }

    /** OpenSSH frames its warnings and runs over a dozen lines. */
    private static String firstLines(String message) {
        return String.join(
                " ",
                message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.chars().allMatch(character -> character == '@'))
                        .map(line -> line.replace("@", "").strip())
                        .limit(3)
                        .toList());
    }

    private static String problem(Kind kind, String said) {
        return switch (kind) {
            case NO_ANSWER -> "it does not answer in time";
            case NAME_UNKNOWN -> "its name is not known";
            case NO_ROUTE -> "there is no way to it in the network";
            case CONNECTION_REFUSED -> "nothing listens there";
            case HOST_CERTIFICATE -> "its certificate is not one that Pando trusts for this address";
            case OWN_CERTIFICATE_ABSENT -> "Pando has no usable certificate for it (%s)".formatted(said);
            case OWN_CERTIFICATE_REFUSED -> "it does not trust Pando's certificate";
            case CERTIFICATE_EXPIRED -> "a certificate is not valid at this time (%s)".formatted(said);
            case HOST_KEY_CHANGED -> "its SSH host key is another one than before";
            case HOST_KEY_UNKNOWN -> "its SSH host key is not known";
            case SSH_REFUSED -> "it does not let Pando's SSH key in";
            case NO_LIBVIRT -> "libvirt does not run there";
            case PERMISSION -> "libvirt does not let Pando in (%s)".formatted(said);
            case LIBRARY, OTHER -> said;
        };
    }

    private static String help(Kind kind) {
        return switch (kind) {
            case NO_ANSWER -> "See whether it is switched on, and whether a firewall is between.";
            case NAME_UNKNOWN -> "See whether the name is right, or give its address instead.";
            case NO_ROUTE -> "See whether it is switched on and its address is right.";
            case CONNECTION_REFUSED ->
                "See whether libvirtd runs there and listens (qemu+tls: port 16514; qemu+ssh: the SSH server's port).";
            case HOST_CERTIFICATE ->
                "See whether this is the computer that you mean; its certificate must name the address and be signed by the authority in Pando's cacert.pem.";
            case OWN_CERTIFICATE_ABSENT ->
                "Put cacert.pem, clientcert.pem and clientkey.pem into the folder that pando.host.certificates or ?pkipath= names.";
            case OWN_CERTIFICATE_REFUSED ->
                "Have Pando's certificate signed by the authority that the host trusts, with the purpose of a TLS client.";
            case CERTIFICATE_EXPIRED -> "Renew it, and see whether the clocks of both are right.";
            case HOST_KEY_CHANGED ->
                "Find out why before anything else: somebody may stand between. If it was installed anew, replace its line in the file of known hosts.";
            case HOST_KEY_UNKNOWN ->
                "Add its key to the file of known hosts (pando.host.ssh-known-hosts), for example with ssh-keyscan, after comparing it.";
            case SSH_REFUSED ->
                "Add the public part of Pando's key (pando.host.ssh-key) to that user's authorized_keys there.";
            case NO_LIBVIRT -> "Install and start libvirt there; for qemu+ssh it also needs virt-ssh-helper or nc.";
            case PERMISSION -> "Put the user into the group libvirt there.";
            case LIBRARY -> "Install libvirt's client library on the server's machine.";
            case OTHER -> "The message is libvirt's own; the log of libvirtd on the host may say more.";
        };
    }
}
