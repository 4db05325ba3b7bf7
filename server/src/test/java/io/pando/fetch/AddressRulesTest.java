package io.pando.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules rules = AddressRules.allowing(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00::1",
                "2001:4860:4860::8888"
            })
    void publicAddressesMayBeAsked(String address) {
        assertThat(rules.allow(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.255.255",
                "198.19.255.255",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void othersMayNot(String address) {
        assertThat(rules.allow(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void theConfigurationAllowsMore() {
        AddressRules own = AddressRules.allowing(List.of("10.83.0.0/20", "fd00::/8"));

        assertThat(own.allow(InetAddress.ofLiteral("10.83.15.255"))).isTrue();
        assertThat(own.allow(InetAddress.ofLiteral("10.83.16.0"))).isFalse();
        assertThat(own.allow(InetAddress.ofLiteral("fdff::1"))).isTrue();
        assertThat(own.allow(InetAddress.ofLiteral("fc00::1"))).isFalse();
        assertThat(own.allow(InetAddress.ofLiteral("1.1.1.1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "localhost/8", "10.0.0.0/8/8", ""})
    void aRangeThatIsNoneFailsTheStart(String range) {
        List<String> ranges = List.of(range);
        assertThatThrownBy(() -> AddressRules.allowing(ranges)).isInstanceOf(IllegalArgumentException.class);
    }
}
