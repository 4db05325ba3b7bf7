package io.pando.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that go from one pool to another, on this machine's libvirt. */
@Tag("guest")
class DisksOnLibvirtTest {
    private static final int MIB = 1 << 20;

    private TestHost from;
    private TestHost to;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        from = TestHost.open("pando-test-disks-from");
        to = TestHost.open("pando-test-disks-to");
    }

    @AfterEach
    void close() throws IOException {
        from.close();
        to.close();
    }

    @Test
    void aDiskArrivesAsItWasAndItsHolesStayHoles() throws Exception {
        Path file = file(6 * MIB, 40 * MIB);
        upload(file);
        AtomicLong last = new AtomicLong();

        String sent = disks(to).fetch(disks(from), "disk", last::set);

        assertThat(sent).isEqualTo(sha256(file));
        assertThat(disks(to).sha256("disk", read -> {})).contains(sent);
        assertThat(last).hasValue(40 * MIB);
        assertThat(to.folder().resolve("disk")).hasSameBinaryContentAs(file);
        assertThat(disks(to).find("disk").orElseThrow().storedSize()).isLessThan(20 * MIB);
    }

    @Test
    void aPoolThatIsFullInTheMiddleSaysSoAndNothingIsLeft() throws Exception {
        upload(file(24 * MIB, 24 * MIB));
        runAtLibvirt(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=8m,mode=711",
                "tmpfs",
                to.folder().toString());
        try {
            disks(to).refresh();

            assertThatThrownBy(() -> disks(to).fetch(disks(from), "disk", read -> {}))
                    .isInstanceOfSatisfying(HostException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(HostException.Reason.FULL);
                        assertThat(failure.passing()).isFalse();
                    });

            disks(to).delete("disk");
            assertThat(disks(to).list()).isEmpty();
        } finally {
            runAtLibvirt("umount", to.folder().toString());
        }
    }

    private static Disks disks(TestHost host) {
        return host.hypervisor(TestHost.ID).disks();
    }

    /** A file with so many random bytes, and nothing up to its length. */
    private Path file(int bytes, long length) throws IOException {
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        Path file = folder.resolve("source");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            if (length > bytes) {
                channel.write(ByteBuffer.allocate(1), length - 1);
            }
        }
        return file;
    }

    private void upload(Path file) throws IOException {
        // Through the folder, so that its holes are holes in the pool, too.
        run(
                "cp",
                "--sparse=always",
                file.toString(),
                from.folder().resolve("disk").toString());
        disks(from).refresh();
    }

    /** Where the daemon sees file systems: it may have a mount namespace of its own. */
    private static void runAtLibvirt(String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        for (String file : List.of(
                "/run/pando-libvirt/libvirtd.pid",
                "/run/libvirtd.pid",
                "/run/virtstoraged.pid",
                "/run/libvirt/libvirtd.pid")) {
            if (whole.isEmpty() && Files.isReadable(Path.of(file))) {
                whole.addAll(List.of(
                        "nsenter",
                        "--mount=/proc/%s/ns/mnt"
                                .formatted(Files.readString(Path.of(file)).strip()),
                        "--"));
            }
        }
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.onExit().join().exitValue())
                .as(String.join(" ", command))
                .isZero();
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
