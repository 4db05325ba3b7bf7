package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateUpload;
import io.pando.api.Firmware;
import io.pando.api.Image;
import io.pando.api.Machine;
import io.pando.api.Upload;
import io.pando.e2e.fixture.Checkout;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Program;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that was exported elsewhere comes in by an upload, in which the server is killed, and starts. */
@Tag("guest")
class ImportWaysTest {
    private static final int FIRST_PART = 16 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String ovf(long diskLength, long capacity) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
                xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
                xmlns:vmw="http://www.vmware.com/schema/ovf">
              <References><File ovf:href="disk.vmdk" ovf:id="file1" ovf:size="%d"/></References>
              <DiskSection><Info>Disks</Info>
                <Disk ovf:capacity="%d" ovf:diskId="disk1" ovf:fileRef="file1"
                    ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
              </DiskSection>
              <VirtualSystem ovf:id="debian"><Info>A machine</Info>
                <VirtualHardwareSection><Info>Hardware</Info>
                  <Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType>
                    <rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
                  <Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID>
                    <rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>1024</rasd:VirtualQuantity></Item>
                  <Item><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>20</rasd:ResourceType></Item>
                  <Item><rasd:HostResource>ovf:/disk/disk1</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID>
                    <rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
                  <Item><rasd:InstanceID>5</rasd:InstanceID><rasd:ResourceSubType>E1000</rasd:ResourceSubType>
                    <rasd:ResourceType>10</rasd:ResourceType></Item>
                  <Item><rasd:InstanceID>6</rasd:InstanceID><rasd:ResourceSubType>E1000</rasd:ResourceSubType>
                    <rasd:ResourceType>10</rasd:ResourceType></Item>
                  <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
                </VirtualHardwareSection>
              </VirtualSystem>
            </Envelope>
            """.formatted(diskLength, capacity);
    }

    /** Bytes that the guest sees. */
    private static long capacity(Path disk) {
        Matcher size = Pattern.compile("\"virtual-size\": (\\d+)")
                .matcher(Program.output("qemu-img", "info", "--output=json", disk.toString()));
        assertThat(size.find()).isTrue();
        return Long.parseLong(size.group(1));
    }

    /** As an export tool makes it of the image debian. */
    private Path archive() throws IOException {
        Path source = Checkout.sampleImage("debian");
        Path disk = folder.resolve("disk.vmdk");
        Program.output(
                "qemu-img",
                "convert",
                "-f",
                "qcow2",
                "-O",
                "vmdk",
                "-o",
                "subformat=streamOptimized",
                source.toString(),
                disk.toString());
        Files.writeString(folder.resolve("debian.ovf"), ovf(Files.size(disk), capacity(source)));
        String sums = Program.output("sh", "-c", "cd %s && sha256sum debian.ovf disk.vmdk".formatted(folder));
        Files.writeString(
                folder.resolve("debian.mf"), sums.replaceAll("(?m)^([0-9a-f]{64})  (\\S+)$", "SHA256($2)= $1"));
        Path archive = folder.resolve("debian.ova");
        Program.output(
                "tar",
                "--format=ustar",
                "-cf",
                archive.toString(),
                "-C",
                folder.toString(),
                "debian.ovf",
                "debian.mf",
                "disk.vmdk");
        return archive;
    }

    @Test
    void anArchiveIsUploadedThoughTheServerIsKilledAndItsMachineStarts() throws Exception {
        Path archive = archive();
        String sha256 = Program.output("sha256sum", archive.toString()).substring(0, 64);
        try (PandoServer server = PandoServer.install("ways").start()) {
            PandoClient member = server.administrator().newMember("ada");
            Upload begun = member.post("/uploads", new CreateUpload("debian.ova", Files.size(archive), sha256, null))
                    .as(Upload.class);
            byte[] first = first(archive);
            assertThat(part(member, begun.id(), first).statusCode()).isEqualTo(200);

            server.killNow();
            server.start();

            assertThat(member.get("/uploads/" + begun.id()).as(Upload.class).received())
                    .isEqualTo(first.length);
            // The command line takes up what is there of the same file.
            Program.Ended imported = Program.run(
                    List.of(
                            Checkout.launcher().toString(),
                            "image",
                            "import",
                            "appliance",
                            archive.toString(),
                            "--guest-access",
                            "agent",
                            "--yes"),
                    Map.of(
                            "PANDO_SERVER", member.server().toString(),
                            "PANDO_TOKEN", member.token(),
                            "JAVA_HOME", System.getProperty("java.home")));
            assertThat(imported.exitCode()).as(imported.toString()).isZero();
            assertThat(imported.error()).contains("Going on with what was sent before");

            Image image = member.get("/images/appliance").as(Image.class);
            assertThat(image.state()).isEqualTo(Image.State.READY);
            assertThat(image.sha256()).isEqualTo(sha256);
            assertThat(image.defaults()).isEqualTo(new Image.Defaults(2, 1024));
            assertThat(image.hardware())
                    .isEqualTo(new Image.ExportedHardware(2, 1024, List.of("E1000", "E1000"), "efi", "sata"));
            assertThat(member.get("/uploads").text()).contains("\"total\":0");
            assertThat(server.data().resolve("uploads")).isEmptyDirectory();
            assertThat(server.data().resolve("imports")).isEmptyDirectory();

            Machine machine = member.awaitMachine(member.createMachine("copy", "appliance"), Installation.PATIENCE);
            assertThat(machine.state()).isEqualTo(Machine.State.RUNNING);
            assertThat(member.shell(machine.id(), "cat /etc/hostname").strip()).isEqualTo("ada-copy");
            // What the archive says of the hardware is what machines made from it have.
            assertThat(machine.hardware().firmware()).isEqualTo(Firmware.UEFI);
            assertThat(member.shell(machine.id(), "[ -d /sys/firmware/efi ] && ls /sys/class/net | grep -vc lo"))
                    .isEqualTo("2");
            assertThat(Program.output("virsh", "-c", "qemu:///system", "dumpxml", machine.domain()))
                    .as("cables of its network cards")
                    .doesNotContain("state='down'");
        }
    }

    private static byte[] first(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return in.readNBytes(FIRST_PART);
        }
    }

    private static HttpResponse<String> part(PandoClient member, String id, byte[] bytes) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(member.server() + "/api/v1/uploads/" + id))
                            .method("PATCH", BodyPublishers.ofByteArray(bytes))
                            .header("Content-Type", "application/octet-stream")
                            .header("Upload-Offset", "0")
                            .header("Authorization", "Bearer " + member.token())
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
