package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks of libvirt's test driver. Real ones are in SystemNetworkTest. */
@Tag("fast")
@Timeout(60)
class NetworkTest {
    @Test
    void livesFromDefinitionToUndefinition() {
        var name = Domains.newName();
        var xml = """
                <network><name>%s</name><bridge name='%s'/>
                  <ip address='192.0.2.1' netmask='255.255.255.0'><dhcp><range start='192.0.2.10' end='192.0.2.99'/></dhcp></ip>
                </network>""".formatted(name, "vbrtest");
        try (var connection = Connection.open("test:///default")) {
            assertThat(connection.findNetwork(name)).isEmpty();
            try (var network = connection.defineNetwork(xml)) {
                assertThat(network.isActive()).isFalse();
                network.start();
                assertThat(network.isActive()).isTrue();
                assertThat(network.xml()).contains("<bridge name='vbrtest'");

                var host = new StaticHost("52:54:00:00:00:01", "guest-1", "192.0.2.50");
                network.addStaticHost(host, Affects.CURRENT);
                assertThat(network.xml()).contains("52:54:00:00:00:01").contains("192.0.2.50");
                network.removeStaticHost(host, Affects.CURRENT);
                assertThat(network.xml()).doesNotContain("192.0.2.50");

                try (var networks = connection.networks();
                        var found = connection.findNetwork(name).orElseThrow()) {
                    assertThat(networks).extracting(Network::name).contains(name);
                    assertThat(found.uuid()).isEqualTo(network.uuid());
                }
                network.stop();
                network.undefine();
                assertThat(catchThrowableOfType(LibvirtException.class, network::isActive)
                                .isNoNetwork())
                        .isTrue();
            }
            assertThat(connection.openHandles()).isZero();
        }
    }

    @Test
    void refusesStaticHostsThatWouldBreakTheXml() {
        assertThat(new StaticHost("52:54:00:AB:cd:01", null, "10.0.0.1").xml())
                .isEqualTo("<host mac='52:54:00:AB:cd:01' ip='10.0.0.1'/>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticHost("52:54:00:00:00", null, "10.0.0.1"))
                .withMessageContaining("MAC");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticHost("52:54:00:00:00:01", "a'/><x y='", "10.0.0.1"))
                .withMessageContaining("host name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticHost("52:54:00:00:00:01", null, "10.0.0"))
                .withMessageContaining("IPv4");
    }
}
