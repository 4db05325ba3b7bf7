package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.configuration.PandoProperties;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
    private static final Path SSH = Path.of("/data/ssh");

    @ParameterizedTest
    @CsvSource({
        "qemu:///system, qemu:///system",
        "test:///default, test:///default",
        "test:///etc/hosts/seven.xml, test:///etc/hosts/seven.xml",
        "qemu+tls://host7.example/system, qemu+tls://host7.example/system?pkipath=/pki",
        "qemu+tls://10.0.0.7:16515/system, qemu+tls://10.0.0.7:16515/system?pkipath=/pki",
        "qemu+tls://[fd00::7]:16515/system, qemu+tls://[fd00::7]:16515/system?pkipath=/pki",
        "qemu+tls://host7/system?pkipath=/own, qemu+tls://host7/system?pkipath=/own",
        "qemu+ssh://host7/system, qemu+ssh://host7/system?no_tty=1&command=/data/ssh",
        "qemu+ssh://root@host7:2222/system, qemu+ssh://root@host7:2222/system?no_tty=1&command=/data/ssh",
    })
    void libvirtIsCalledWithWhatTheSettingsAdd(String given, String called) {
        assertThat(HostAddress.parse(given).connection(settings(Path.of("/pki"), null, null), SSH))
                .isEqualTo(called);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host7",
                "http://host7/",
                "xen:///system",
                "qemu+ext:///system?command=/bin/sh",
                "qemu+ssh://host7/system?command=/bin/sh",
                "qemu+ssh://host7/system?netcat=sh%20-c",
                "qemu+ssh://host7/system?socket=/run/other",
                "qemu+ssh://-oProxyCommand=sh/system",
                "qemu+ssh://-l@host7/system",
                "qemu+ssh:///system",
                "qemu+tls:///system",
                "qemu+tls://user@host7/system",
                "qemu+tls://host7/system?no_verify=1",
                "qemu+tls://host7/system?pkipath=relative",
                "qemu+tls://host7/system?pkipath=/pki&no_verify=1",
                "qemu+tls://host7/etc/passwd",
                "qemu+tls://host7:99999/system",
                "qemu+tls://host7\n/system",
                "qemu://host7/system",
                "qemu:///system?pkipath=/pki",
                "test://host7/default",
                "test:///default#fragment"
            })
    void nothingElseGetsThrough(String given) {
        assertThatThrownBy(() -> HostAddress.parse(given)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "qemu+ssh://host7/system, true",
        "qemu+tls://host7/system, true",
        "qemu+libssh://host7/system, true",
        "qemu://host7/system, true",
        "qemu:///system, false",
        "qemu+unix:///system?socket=/run/other, false",
        "test:///default, false"
    })
    void tellsWhatIsReachedOverTheNetwork(String given, boolean remote) {
        assertThat(HostAddress.isRemote(given)).isEqualTo(remote);
    }

    static PandoProperties.Host settings(@Nullable Path certificates, @Nullable Path key, @Nullable Path knownHosts) {
        return new PandoProperties.Host(
                "local",
                "qemu:///system",
                "pando",
                Path.of("/pool"),
                "pando",
                "10.83.0.0/24",
                Duration.ofSeconds(5),
                512,
                Duration.ofSeconds(10),
                null,
                certificates,
                key,
                knownHosts);
    }
}
