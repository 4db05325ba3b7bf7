package io.pando.diskimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inspection agrees with what qemu-img itself makes. */
@Tag("guest")
class QemuImageTest {
    private final ImageInspector inspector = new ImageInspector(1L << 40);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path raw;

    @BeforeEach
    void makeADiskWithDataAndHoles() throws IOException {
        byte[] disk = new byte[8 << 20];
        new Random(42).nextBytes(disk);
        Arrays.fill(disk, 1 << 20, 5 << 20, (byte) 0);
        raw = Files.write(folder.resolve("disk.raw"), disk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compat=0.10",
                "compat=1.1",
                "cluster_size=512",
                "cluster_size=2M",
                "compression_type=zstd",
                "extended_l2=on",
                "preallocation=metadata",
                "preallocation=full",
                "refcount_bits=1",
                "lazy_refcounts=on"
            })
    void whatQemuMakesIsUsableAndKeepsItsContent(String option) throws Exception {
        Path image = folder.resolve("image.qcow2");
        run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-o", option, raw.toString(), image.toString());

        assertThat(inspector.inspect(image, DiskFormat.QCOW2))
                .isInstanceOfSatisfying(
                        Inspected.Usable.class,
                        usable -> assertThat(usable.virtualSize()).isEqualTo(8 << 20));

        Path copy = folder.resolve("copy.qcow2");
        List<Double> progress = new ArrayList<>();
        new QemuImage().convertToQcow2(image, DiskFormat.QCOW2, copy, 8 << 20, progress::add);

        assertThat(contentOf(copy)).isEqualTo(Files.readAllBytes(raw));
        assertThat(progress).isNotEmpty().isSorted();
    }

    /** What other formats and options qemu-img knows, as far as Pando takes them. */
    @ParameterizedTest
    @CsvSource({
        "QCOW2, cluster_size=64k",
        "QCOW2, preallocation=falloc",
        "QCOW2, preallocation=off",
        "QCOW2, 'compat=1.1,refcount_bits=64'",
        "RAW, preallocation=off",
        "RAW, preallocation=full",
        "VMDK, subformat=monolithicSparse",
        "VMDK, subformat=streamOptimized",
        "VMDK, 'subformat=monolithicSparse,compat6=on'",
        "VMDK, 'subformat=monolithicSparse,adapter_type=lsilogic'",
        "VMDK, 'subformat=streamOptimized,hwversion=10'",
        "VHDX, subformat=dynamic",
        "VHDX, subformat=fixed",
        "VHDX, 'subformat=dynamic,block_size=1M'",
        "VHDX, 'subformat=dynamic,block_size=8M,log_size=2M'",
        "VHDX, 'subformat=dynamic,block_state_zero=off'",
        "VDI, preallocation=off"
    })
    void everyFormatKeepsItsContent(DiskFormat format, String option) throws Exception {
        Path image = folder.resolve("image");
        run("qemu-img", "convert", "-f", "raw", "-O", format.label(), "-o", option, raw.toString(), image.toString());

        keepsItsContent(image, format);
    }

    @ParameterizedTest
    @CsvSource({"RAW_GZIP, gzip", "RAW_XZ, xz", "RAW_ZSTD, zstd"})
    void compressedDisksKeepTheirContent(DiskFormat format, String program) throws Exception {
        Path image = folder.resolve("image." + program);
        run("sh", "-c", "%s -c %s > %s".formatted(program, raw, image));

        keepsItsContent(image, format);
    }

    /** As export tools make them: a descriptor and a compressed VMDK, packed by tar. */
    @Test
    void theDiskOfAnArchiveKeepsItsContent() throws Exception {
        Path disk = folder.resolve("disk.vmdk");
        run(
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                "vmdk",
                "-o",
                "subformat=streamOptimized",
                raw.toString(),
                disk.toString());
        Files.writeString(
                folder.resolve("machine.ovf"),
                OvaBytes.ovf("disk.vmdk", Files.size(disk), OvaBytes.address(DiskFormat.VMDK), 8 << 20));
        Path archive = folder.resolve("machine.ova");
        run("tar", "-cf", archive.toString(), "-C", folder.toString(), "machine.ovf", "disk.vmdk");

        keepsItsContent(archive, DiskFormat.OVA);
    }

    /** The way of every import: looked at, unpacked, looked at again, copied. */
    private void keepsItsContent(Path image, DiskFormat format) throws Exception {
        Path unpacked = folder.resolve("unpacked");
        Path disk = format.packed() ? unpacked : image;
        Unpacking unpacking = new Unpacking(inspector, 1 << 30);
        Inspected seen =
                switch (inspector.inspect(image, format)) {
                    case Inspected.Compressed compressed ->
                        unpacking.unpack(image, compressed, unpacked, percent -> {});
                    case Inspected.Appliance appliance -> unpacking.unpack(image, appliance, unpacked, percent -> {});
                    case Inspected.Usable usable -> usable;
                    case Inspected.Refused refused -> refused;
                };
        assertThat(seen).isInstanceOfSatisfying(Inspected.Usable.class, usable -> {
            assertThat(usable.virtualSize()).isEqualTo(8 << 20);
            assertThat(usable.contentSize()).isLessThanOrEqualTo(usable.virtualSize());
        });
        if (seen instanceof Inspected.Usable usable) {
            Path copy = folder.resolve("copy.qcow2");
            new QemuImage().convertToQcow2(disk, usable.format(), copy, usable.contentSize(), percent -> {});
            assertThat(OvaBytes.sha256(contentOf(copy))).isEqualTo(OvaBytes.sha256(Files.readAllBytes(raw)));
        }
    }

    @Test
    void compressedImagesAreUsable() throws Exception {
        Path image = folder.resolve("image.qcow2");
        run("qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", raw.toString(), image.toString());

        assertThat(inspector.inspect(image, DiskFormat.QCOW2)).isInstanceOf(Inspected.Usable.class);
    }

    @Test
    void anImageWithABackingFileIsRefused() throws Exception {
        Path image = folder.resolve("linked.qcow2");
        run("qemu-img", "create", "-f", "qcow2", "-b", raw.toString(), "-F", "raw", image.toString());

        assertThat(inspector.inspect(image, DiskFormat.QCOW2)).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void whatQemuRefusesIsToldInItsWords() {
        assertThatThrownBy(() -> new QemuImage()
                        .convertToQcow2(raw, DiskFormat.QCOW2, folder.resolve("copy.qcow2"), 8 << 20, percent -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Image is not in qcow2 format");
    }

    private byte[] contentOf(Path image) throws Exception {
        Path content = folder.resolve("content.raw");
        run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image.toString(), content.toString());
        return Files.readAllBytes(content);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
