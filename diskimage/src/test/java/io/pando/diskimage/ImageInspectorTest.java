package io.pando.diskimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageInspectorTest {
    private final ImageInspector inspector = new ImageInspector(1L << 40);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void acceptsAPlainQcow2() throws IOException {
        Path file = new Qcow2Bytes().in(folder);

        assertThat(inspector.inspect(file, DiskFormat.QCOW2))
                .isEqualTo(new Inspected.Usable(
                        DiskFormat.QCOW2, Qcow2Bytes.VIRTUAL_SIZE, Files.size(file), Qcow2Bytes.CLUSTER));
    }

    @Test
    void acceptsARawDisk() throws IOException {
        Path file = Files.write(folder.resolve("disk.raw"), new byte[1024]);

        assertThat(inspector.inspect(file, DiskFormat.RAW))
                .isEqualTo(new Inspected.Usable(DiskFormat.RAW, 1024, 1024, 1024));
    }

    static Stream<Arguments> hostileHeaders() {
        return Stream.of(
                header("backing file", file -> file.putLong(8, 512).putInt(16, 7), "backing file"),
                header("backing file without a name", file -> file.putLong(8, 512), "backing file"),
                header("name of a backing file without a place", file -> file.putInt(16, 1023), "backing file"),
                header("external data file", file -> file.putLong(72, 1 << 2), "in another file"),
                header("unknown feature", file -> file.putLong(72, 1L << 40), "not known"),
                header("dirty", file -> file.putLong(72, 1), "not closed properly"),
                header("corrupt", file -> file.putLong(72, 2), "not closed properly"),
                header("version 1", file -> file.putInt(4, 1), "version 1"),
                header("version 4", file -> file.putInt(4, 4), "version 4"),
                header("negative version", file -> file.putInt(4, -1), "version -1"),
                header("encrypted", file -> file.putInt(32, 1), "encrypted"),
                header("LUKS-encrypted", file -> file.putInt(32, 2), "encrypted"),
                header("internal snapshots", file -> file.putInt(60, 1), "internal snapshots"),
                header("clusters of one byte", file -> file.putInt(20, 0), "Clusters"),
                header("clusters of 2^63 bytes", file -> file.putInt(20, 63), "Clusters"),
                header("clusters of 2^-1 bytes", file -> file.putInt(20, -1), "Clusters"),
                header("empty", file -> file.putLong(24, 0), "empty"),
                header("16 EiB", file -> file.putLong(24, -1), "empty"),
                header("8 EiB", file -> file.putLong(24, Long.MAX_VALUE), "are accepted"),
                header("2 TiB", file -> file.putLong(24, 2L << 40), "are accepted"),
                header("table of contents of 2^32 entries", file -> file.putInt(36, -1), "table of contents"),
                header("table of contents too short", file -> file.putInt(36, 0), "table of contents"),
                header("table of contents past the end", file -> file.putLong(40, 1L << 40), "past the end"),
                header("table of contents before the beginning", file -> file.putLong(40, -8), "past the end"),
                header("reference counts past the end", file -> file.putLong(48, 1L << 50), "past the end"),
                header("reference counts of 2^32 clusters", file -> file.putInt(56, -1), "past the end"),
                header("table past the end", file -> file.putLong(3 * Qcow2Bytes.CLUSTER, 1L << 40), "past the end"),
                header("data past the end", file -> file.putLong(2 * Qcow2Bytes.CLUSTER, 1L << 40), "past the end"),
                header(
                        "compressed data past the end",
                        file -> file.putLong(2 * Qcow2Bytes.CLUSTER, 1L << 62 | 1L << 40),
                        "past the end"),
                header("header of no length", file -> file.putInt(100, 0), "length"),
                header("header longer than a cluster", file -> file.putInt(100, 1 << 17), "length"));
    }

    private static Arguments header(String name, Consumer<ByteBuffer> change, String reason) {
        return Arguments.of(Named.of(name, change), reason);
    }

    @ParameterizedTest
    @MethodSource("hostileHeaders")
    void refusesAndSaysWhy(Consumer<ByteBuffer> change, String reason) throws IOException {
        Path file = new Qcow2Bytes().with(change).in(folder);

        assertThat(inspector.inspect(file, DiskFormat.QCOW2))
                .isInstanceOfSatisfying(Inspected.Refused.class, refused -> {
                    assertThat(refused.reason()).contains(reason).endsWith(".");
                    assertThat(refused.help()).isNotBlank();
                });
    }

    @Test
    void refusesAFileThatWasCutShortAnywhere() throws IOException {
        for (int length = 4; length < 5 * Qcow2Bytes.CLUSTER; length += 4093) {
            boolean dataBegins = length > 4 * Qcow2Bytes.CLUSTER;
            Inspected seen = inspector.inspect(new Qcow2Bytes().in(folder, length), DiskFormat.QCOW2);

            // A cut within the very last cluster of data cannot be told from a file that ends there.
            assertThat(seen instanceof Inspected.Refused)
                    .as("cut to %d bytes", length)
                    .isNotEqualTo(dataBegins);
        }
    }

    static Stream<Arguments> otherFormats() {
        return Stream.of(
                Arguments.of("KDMV", 0, "vmdk"),
                Arguments.of("COWD", 0, "vmdk"),
                Arguments.of("# Disk DescriptorFile\n", 0, "vmdk"),
                Arguments.of("vhdxfile", 0, "vhdx"),
                Arguments.of("conectix", 0, "vpc"),
                Arguments.of("QED\0", 0, "qed"),
                Arguments.of("QFI\u00fb", 0, "qcow2"),
                Arguments.of("LUKS\u00ba\u00be", 0, "luks"),
                Arguments.of("CD001", 0x8001, "iso9660"));
    }

    @ParameterizedTest
    @MethodSource("otherFormats")
    void aRawDiskThatIsSomethingElseIsRefused(String magic, int place, String format) throws IOException {
        byte[] bytes = new byte[1 << 16];
        byte[] text = magic.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, bytes, place, text.length);
        Path file = Files.write(folder.resolve("disk"), bytes);

        assertThat(inspector.inspect(file, DiskFormat.RAW))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("The file was said to be raw, but its bytes say %s.".formatted(format)));
    }

    @Test
    void aFileThatIsTwoThingsAtOnceIsRefused() throws IOException {
        Path file = new Qcow2Bytes()
                .with(bytes -> bytes.put(0x8001, "CD001".getBytes(StandardCharsets.US_ASCII)))
                .in(folder);

        assertThat(inspector.inspect(file, DiskFormat.QCOW2))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("The file looks like qcow2 and iso9660 at the same time."));
    }

    @Test
    void aRawDiskIsAWholeNumberOfSectors() throws IOException {
        assertThat(inspector.inspect(Files.write(folder.resolve("odd"), new byte[1000]), DiskFormat.RAW))
                .isInstanceOf(Inspected.Refused.class);
        assertThat(inspector.inspect(Files.write(folder.resolve("empty"), new byte[0]), DiskFormat.RAW))
                .isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void onlyARegularFileIsOpened() throws IOException {
        Path target = Files.write(folder.resolve("target"), new byte[512]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        assertThat(inspector.inspect(link, DiskFormat.RAW)).isInstanceOf(Inspected.Refused.class);
        assertThat(inspector.inspect(folder, DiskFormat.RAW)).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void anArchiveWithSeveralDisksIsRefusedAndSaysWhatToDo() throws IOException {
        byte[] archive = OvaBytes.of(
                "disk.raw",
                new byte[512],
                OvaBytes.address(DiskFormat.RAW),
                ovf -> ovf.replace("</References>", "<File ovf:href=\"data.raw\" ovf:id=\"file2\"/></References>")
                        .replace(
                                "</DiskSection>",
                                "<Disk ovf:diskId=\"disk2\" ovf:fileRef=\"file2\" ovf:format=\"raw\"/></DiskSection>")
                        .replace(
                                "</VirtualHardwareSection>",
                                "<Item><rasd:HostResource>ovf:/disk/disk2</rasd:HostResource>"
                                        + "<rasd:ResourceType>17</rasd:ResourceType></Item></VirtualHardwareSection>"));

        assertThat(inspector.inspect(Files.write(folder.resolve("two.ova"), archive), DiskFormat.OVA))
                .isInstanceOfSatisfying(Inspected.Refused.class, refused -> {
                    assertThat(refused.reason())
                            .isEqualTo(
                                    "The archive's machine has 2 disks with content, and only machines with one can be"
                                            + " imported.");
                    assertThat(refused.help()).contains("tar -xf", "without its other disks");
                });
    }
}
