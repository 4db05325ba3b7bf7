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
