package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("guest")
@Timeout(60)
class SystemNetworkTest {
    private static final String MAC = "52:54:00:70:61:02";

    @Test
    void keepsAddressesForHosts() {
        try (var connection = Connection.open("qemu:///system");
                var isolated = new TestNetwork(connection)) {
            var network = isolated.network();
            assertThat(network.isActive()).isTrue();
            assertThat(network.xml()).contains("<bridge name='virbr");
            assertThat(network.leases()).isEmpty();

            var host = new StaticHost(MAC, "guest-1", isolated.address(50));
            network.addStaticHost(host, Affects.LIVE_AND_CONFIG);
            assertThat(network.xml()).contains(MAC);
            assertThat(catchThrowableOfType(
                                    LibvirtException.class, () -> network.addStaticHost(host, Affects.LIVE_AND_CONFIG))
                            .isInvalidState())
                    .isTrue();

            network.removeStaticHost(host, Affects.LIVE_AND_CONFIG);
            assertThat(network.xml()).doesNotContain(MAC);
            assertThat(catchThrowableOfType(
                            LibvirtException.class, () -> network.removeStaticHost(host, Affects.LIVE_AND_CONFIG)))
                    .hasMessageContaining("matching dhcp host");
        }
    }
}
