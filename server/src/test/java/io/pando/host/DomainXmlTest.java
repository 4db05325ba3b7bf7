package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Firmware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DomainXmlTest {
    private static final UUID DOMAIN = UUID.fromString("7d1c3f0e-4b5a-4c6d-8e9f-0a1b2c3d4e5f");
    private static final UUID GENERATION = UUID.fromString("11111111-2222-4333-8444-555555555555");

    @Test
    void anEmulatedDomainIsWrittenLikeThis() throws IOException {
        compare("emulated.xml", DomainXml.write(specification("web1", false), place(false), DomainXmlTest::inPool));
    }

    @Test
    void anAcceleratedDomainIsWrittenLikeThis() throws IOException {
        compare("accelerated.xml", DomainXml.write(specification("web1", true), place(true), DomainXmlTest::inPool));
    }

    @Test
    void aDomainWithEverythingIsWrittenLikeThis() throws IOException {
        compare(
                "everything.xml",
                DomainXml.write(everything(Firmware.UEFI_SECURE_BOOT), place(false), DomainXmlTest::inPool));
    }

    @Test
    void withoutSecureBootTheFirmwareStartsAnything() {
        Xml os = Xml.parse(DomainXml.write(everything(Firmware.UEFI), place(false), DomainXmlTest::inPool))
                .find("os")
                .orElseThrow();

        assertThat(os.get("firmware")).isEqualTo("efi");
        assertThat(os.children("firmware").getFirst().children("feature"))
                .allSatisfy(feature -> assertThat(feature.get("enabled")).isEqualTo("no"));
    }

    /** What a machine is first started with; the line to Pando is there only as long. */
    @Test
    void aSeedComesWithALineAndCannotBeWrittenTo() {
        String without = DomainXml.write(specification("web1", true), place(true), DomainXmlTest::inPool);
        Xml devices = Xml.parse(DomainXml.write(
                        specification("web1", true).seeded("seed.iso"), place(true), DomainXmlTest::inPool))
                .find("devices")
                .orElseThrow();

        assertThat(without).doesNotContain(GuestLines.PROVISIONING).doesNotContain("vdz");
        assertThat(devices.children("disk").getLast()).satisfies(seed -> {
            assertThat(seed.find("source").orElseThrow().get("file")).isEqualTo("/pool/seed.iso");
            assertThat(seed.find("driver").orElseThrow().get("type")).isEqualTo("raw");
            assertThat(seed.children("readonly")).hasSize(1);
        });
        assertThat(devices.children("channel"))
                .extracting(channel -> channel.find("target").orElseThrow().get("name"))
                .filteredOn(name -> !ScreenXml.channels().contains(name))
                .containsExactlyInAnyOrder("org.qemu.guest_agent.0", GuestLines.PROVISIONING);
    }

    /** Whatever a name holds stays text: it can neither close an element nor begin one (CVE-2015-5313 and its kind). */
    @Test
    void aNameNeverBecomesMarkup() {
        String hostile = "</title><devices><disk type='file'><source file='/etc/shadow'/></disk></devices>\u0000'\"]]>";

        Xml domain = Xml.parse(DomainXml.write(specification(hostile, false), place(false), DomainXmlTest::inPool));

        assertThat(domain.find("title").orElseThrow().content()).isEqualTo(hostile.replace("\u0000", ""));
        assertThat(domain.find("devices").orElseThrow().children("disk")).hasSize(1);
    }

    private static DomainSpecification specification(String title, boolean linkUp) {
        return new DomainSpecification(
                DOMAIN,
                "pando.alice.web1",
                title,
                "machine-id",
                "alice",
                2,
                512,
                Firmware.BIOS,
                null,
                false,
                List.of(new DomainSpecification.Disk(DomainSpecification.FIRST_DISK, "alice.web1.qcow2")),
                List.of(new DomainSpecification.Card("52:54:00:01:02:03", linkUp)),
                null,
                List.of(DomainSpecification.FIRST_DISK),
                "ds=nocloud;i=iid-x;h=alice-web1",
                GENERATION,
                null);
    }

    private static DomainSpecification everything(Firmware firmware) {
        return new DomainSpecification(
                DOMAIN,
                "pando.alice.web1",
                "web1",
                "machine-id",
                "alice",
                4,
                2048,
                firmware,
                "alice.web1.nvram.fd",
                true,
                List.of(
                        new DomainSpecification.Disk("vda", "alice.web1.qcow2"),
                        new DomainSpecification.Disk("vdb", "alice.web1.vdb.qcow2")),
                List.of(
                        new DomainSpecification.Card("52:54:00:01:02:03", true),
                        new DomainSpecification.Card("52:54:00:01:02:04", false)),
                new DomainSpecification.CdDrive("alice.web1.cd.iso"),
                List.of(DomainSpecification.CD, "vda"),
                "ds=nocloud;i=iid-x;h=alice-web1",
                GENERATION,
                null);
    }

    private static String inPool(String volume) {
        return "/pool/" + volume;
    }

    private static DomainXml.Place place(boolean hardware) {
        return new DomainXml.Place("pando", hardware, "pando");
    }

    private static void compare(String name, String written) throws IOException {
        Path golden = Path.of("src/test/resources/domain", name);
        if ("write".equals(System.getProperty("pando.golden"))) {
            Files.writeString(golden, written);
        }
        assertThat(written).isEqualTo(Files.readString(golden));
    }
}
