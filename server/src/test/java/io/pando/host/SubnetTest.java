package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {

    @Test
    void knowsItsAddresses() {
        Subnet subnet = Subnet.parse("10.83.4.77/22");

        assertThat(subnet).hasToString("10.83.4.0/22");
        assertThat(subnet.address(1)).isEqualTo("10.83.4.1");
        assertThat(subnet.last()).isEqualTo("10.83.7.254");
        assertThat(subnet.netmask()).isEqualTo("255.255.252.0");
    }

    @Test
    void readsWhatLibvirtSays() {
        Xml masked = Xml.parse("<ip address='192.168.122.1' netmask='255.255.255.0'/>");
        Xml prefixed = Xml.parse("<ip address='192.168.122.1' prefix='24'/>");

        assertThat(Subnet.of(masked)).hasToString("192.168.122.0/24").isEqualTo(Subnet.of(prefixed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/8", "10.0.0.0/29", "10.0.0/24", "300.0.0.0/24", "x/24", "10.0.0.0/24/1"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
