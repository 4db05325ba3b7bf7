package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.host.ConnectionFailure.Kind;
import io.pando.libvirt.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFailureTest {

    /** What libvirt 9.0, GnuTLS 3.7 and OpenSSH 9.2 say. */
    static Stream<Arguments> saidByLibvirt() {
        return Stream.of(
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "unable to connect to server at '10.0.0.7:16514': Connection refused",
                        Kind.CONNECTION_REFUSED),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "unable to connect to server at '10.0.0.7:16514': No route to host",
                        Kind.NO_ROUTE),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "unable to connect to server at '10.0.0.7:16514': Connection timed out",
                        Kind.NO_ANSWER),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Unable to resolve address 'host7.invalid' service '16514': Name or service not known",
                        Kind.NAME_UNKNOWN),
                failure(
                        ErrorCode.DEADLINE_PASSED,
                        "qemu+tls://10.0.0.7/system did not answer within 15000 ms",
                        Kind.NO_ANSWER),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot read CA certificate '/pki/cacert.pem': No such file or directory",
                        Kind.OWN_CERTIFICATE_ABSENT),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Our own certificate /pki/clientcert.pem failed validation against /pki/cacert.pem: The certificate hasn't got a known issuer.",
                        Kind.OWN_CERTIFICATE_ABSENT),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "The client certificate /pki/clientcert.pem has expired",
                        Kind.CERTIFICATE_EXPIRED),
                failure(
                        ErrorCode.AUTH_FAILED,
                        "authentication failed: Failed to verify peer's certificate",
                        Kind.HOST_CERTIFICATE),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Certificate failed validation: The certificate hasn't got a known issuer.",
                        Kind.HOST_CERTIFICATE),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Certificate [session] owner does not match the hostname 10.0.0.7",
                        Kind.HOST_CERTIFICATE),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Unable to read TLS confirmation: Input/output error",
                        Kind.OWN_CERTIFICATE_REFUSED),
                failure(
                        ErrorCode.RPC,
                        "server verification (of our certificate or IP address) failed",
                        Kind.OWN_CERTIFICATE_REFUSED),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot recv data: ssh: connect to host 10.0.0.7 port 22: Connection refused: Connection reset by peer",
                        Kind.CONNECTION_REFUSED),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot recv data: ssh: Could not resolve hostname host7.invalid: Name or service not known: Connection reset by peer",
                        Kind.NAME_UNKNOWN),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot recv data: Host key verification failed.: Connection reset by peer",
                        Kind.HOST_KEY_UNKNOWN),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot recv data: No ED25519 host key is known for [127.0.0.1]:2222 and you have requested strict checking.\nHost key verification failed.: Connection reset by peer",
                        Kind.HOST_KEY_UNKNOWN),
                failure(ErrorCode.SYSTEM_ERROR, """
                        Cannot recv data: @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                        @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
                        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                        IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
                        Host key verification failed.: Connection reset by peer""", Kind.HOST_KEY_CHANGED),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot recv data: root@10.0.0.7: Permission denied (publickey,password).: Connection reset by peer",
                        Kind.SSH_REFUSED),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory",
                        Kind.NO_LIBVIRT),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied",
                        Kind.PERMISSION),
                failure(
                        ErrorCode.SYSTEM_ERROR,
                        "Cannot recv data: sh: 1: virt-ssh-helper: not found: Connection reset by peer",
                        Kind.NO_LIBVIRT),
                failure(ErrorCode.LIBRARY_MISSING, "libvirt.so.0 cannot be loaded", Kind.LIBRARY),
                failure(ErrorCode.INTERNAL_ERROR, "something new", Kind.OTHER));
    }

    private static Arguments failure(ErrorCode code, String message, Kind kind) {
        return Arguments.of(code, message, kind);
    }

    @ParameterizedTest
    @MethodSource("saidByLibvirt")
    void isUnderstood(ErrorCode code, String message, Kind kind) {
        ConnectionFailure understood = ConnectionFailure.of(code, message);

        assertThat(understood.kind()).isEqualTo(kind);
        assertThat(understood.problem()).isNotBlank().doesNotContain("\n").doesNotContain("@@");
        assertThat(understood.help()).endsWith(".");
    }
}
