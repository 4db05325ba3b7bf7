package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplianceXmlTest {
    private static final List<Disk> DISKS = List.of(
            new Disk("image", "alice.web1.qcow2", Format.QCOW2, false), new Disk("out", "out.erofs", Format.RAW, true));

    private static String write(String title, boolean network, boolean hardware) {
        return ApplianceXml.write(
                new ApplianceSpecification(
                        UUID.fromString("7d1c3f0e-4b5a-4c6d-8e9f-0a1b2c3d4e5f"),
                        "pando.builder.1",
                        title,
                        "pando.builder-1.kernel",
                        "pando.builder-2.initramfs",
                        512,
                        DISKS,
                        network,
                        Duration.ofMinutes(5)),
                new DomainXml.Place("pando", hardware, "pando"),
                volume -> "/pool/" + volume);
    }

    @Test
    void anApplianceIsWrittenLikeThis() throws IOException {
        compare("appliance.xml", write("Pando looks at web1", false, false));
    }

    @Test
    void anApplianceWithNetworkIsWrittenLikeThis() throws IOException {
        compare("appliance-with-network.xml", write("Pando installs packages", true, true));
    }

    @Test
    void aTitleNeverBecomesMarkup() {
        String hostile = "</title><devices><interface type='network'/></devices>";

        Xml domain = Xml.parse(write(hostile, false, false));

        assertThat(domain.find("title").orElseThrow().content()).isEqualTo(hostile);
        assertThat(domain.find("devices", "interface")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "..", "a,readonly=off", "a-serial-that-is-too-long", "a\n"})
    void aSerialNumberIsPlain(String serial) {
        assertThatThrownBy(() -> new Disk(serial, "volume", Format.QCOW2, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void compare(String golden, String written) throws IOException {
        Path kept = Path.of("src/test/resources/domain", golden);
        if ("write".equals(System.getProperty("pando.golden"))) {
            Files.writeString(kept, written);
        }
        assertThat(written).isEqualTo(Files.readString(kept));
    }
}
