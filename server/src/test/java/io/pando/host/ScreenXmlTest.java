package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenXmlTest {
    private static final UUID DOMAIN = UUID.fromString("7d1c3f0e-4b5a-4c6d-8e9f-0a1b2c3d4e5f");
    /** The longest path of a unix socket on Linux, bytes. */
    private static final int LONGEST = 107;

    @Test
    void everyChannelLeadsToTheScreenByAPathOfItsOwn() {
        Xml domain = Xml.document("domain");
        ScreenXml.write(domain.child("devices"), DOMAIN);

        String screen =
                domain.find("devices", "graphics", "listen").orElseThrow().get("socket");
        List<String> paths = paths(domain);
        assertThat(paths).hasSize(ScreenXml.STREAMS).doesNotHaveDuplicates().doesNotContain(screen);
        assertThat(paths).extracting(Path::of).containsOnly(Path.of(screen));
        assertThat(paths).allSatisfy(path -> assertThat(path).hasSizeLessThanOrEqualTo(LONGEST));
        assertThat(paths.getFirst()).isEqualTo(Path.of(screen).toString());
        // What libvirt would not let stand.
        assertThat(screen).doesNotStartWith("/var/lib/libvirt/qemu");
        assertThat(ScreenXml.reachable(domain)).isTrue();
        assertThat(ScreenXml.hidden(domain)).isTrue();
    }

    /** As Pando registered domains before; whatever else is there stays. */
    @Test
    void anEarlierDomainIsMadeReachableOnce() {
        Xml domain = Xml.parse("""
                <domain><devices>
                  <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
                  <graphics type='vnc'><listen type='socket'/></graphics>
                  <video><model type='vga'/></video>
                </devices></domain>""");
        assertThat(ScreenXml.reachable(domain)).isFalse();

        ScreenXml.renew(domain, DOMAIN);
        ScreenXml.renew(domain, DOMAIN);

        Xml devices = domain.find("devices").orElseThrow();
        assertThat(devices.children("graphics")).hasSize(1);
        assertThat(devices.children("channel")).hasSize(1 + ScreenXml.STREAMS);
        assertThat(devices.children("video")).hasSize(1);
        assertThat(ScreenXml.reachable(domain)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<graphics type='vnc' port='5900'><listen type='address' address='127.0.0.1'/></graphics>",
                "<graphics type='vnc'/>",
                "<graphics type='vnc'><listen type='socket'/></graphics><graphics type='spice'><listen type='network'/></graphics>",
                "<graphics type='vnc'><listen type='socket'/><listen type='address'/></graphics>"
            })
    void aScreenOnTheNetworkIsNoticed(String graphics) {
        assertThat(ScreenXml.hidden(Xml.parse("<domain><devices>" + graphics + "</devices></domain>")))
                .isFalse();
    }

    private static List<String> paths(Xml domain) {
        return domain.find("devices").orElseThrow().children("channel").stream()
                .map(channel -> channel.find("source").orElseThrow().get("path"))
                .toList();
    }
}
