package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Firmware;
import io.pando.api.ImageInspection;
import io.pando.api.InstalledPackage;
import io.pando.builder.inspection.Inspected;
import io.pando.builder.inspection.Inspection;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is found on a disk, as it is kept and found again. */
@EachDatabase
class InspectionStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");
    private static final Paging ALL = new Paging(100, 0);

    private final InspectionStore store;
    private final String image = UUID.randomUUID().toString();

    InspectionStoreTest(TestDatabase database) {
        this.store = new InspectionStore(database.database());
    }

    private static Inspection debian(String machineId, List<Inspection.HostKey> keys, String hostName) {
        return new Inspection(
                new Inspection.OperatingSystem("debian", "12", "Debian GNU/Linux 12 (bookworm)"),
                "x86_64",
                Set.of(Inspection.Boot.UEFI, Inspection.Boot.BIOS),
                "vda1",
                List.of(new Inspection.FileSystem("vda1", "ext4", 3L << 30, 1L << 30, "uuid", "root")),
                Inspection.PackageFormat.DPKG,
                List.of(
                        new Inspection.InstalledPackage("openssh-server", "1:9.2", "amd64"),
                        new Inspection.InstalledPackage("curl", "7.88", "amd64"),
                        // Broken lists name one twice.
                        new Inspection.InstalledPackage("curl", "7.88", "amd64")),
                List.of(),
                List.of(new Inspection.Account("root", 0, "/bin/bash")),
                true,
                false,
                new Inspection.Identifiers(machineId, hostName, keys));
    }

    private DiskInspection kept(Inspected found) {
        DiskInspection kept = DiskInspection.of(found, NOON);
        store.put(image, kept.shown(), kept.packages());
        return kept;
    }

    @Test
    void keepsWhatWasFound() {
        DiskInspection kept = kept(debian("id", List.of(), "host"));

        ImageInspection found = store.find(image).orElseThrow();
        assertThat(found).isEqualTo(kept.shown());
        assertThat(found.inspectedAt()).isEqualTo(NOON);
        assertThat(found.contents()).satisfies(contents -> {
            assertThat(contents.boot()).containsExactly(Firmware.BIOS, Firmware.UEFI);
            assertThat(contents.packages()).isEqualTo(2);
            assertThat(contents.fileSystems()).allMatch(ImageInspection.FileSystem::root);
        });
    }

    @Test
    void packagesAreFoundByAPartOfTheirName() {
        kept(debian("id", List.of(), "host"));

        assertThat(store.packages(image, null, ALL)).hasSize(2);
        assertThat(store.packages(image, "SSH", ALL))
                .containsExactly(new InstalledPackage("openssh-server", "1:9.2", "amd64"));
        assertThat(store.packages(image, "%", ALL)).isEmpty();
        assertThat(store.count(image, "ssh")).isEqualTo(1);
        assertThat(store.packages(image, null, new Paging(1, 1)))
                .extracting(InstalledPackage::name)
                .containsExactly("openssh-server");
        assertThat(store.packages("another", null, ALL)).isEmpty();
    }

    @Test
    void whatIsFoundLaterTakesThePlaceOfWhatWasFoundBefore() {
        kept(debian("id", List.of(), "host"));
        kept(new Inspected.NoSystem("no file system on it holds a system"));

        assertThat(store.find(image).orElseThrow().problem())
                .isEqualTo("There is no system on it: no file system on it holds a system.");
        assertThat(store.count(image, null)).isZero();
    }

    @Test
    void isForgotten() {
        kept(debian("id", List.of(), "host"));
        store.forget(image);
        store.forget(image);

        assertThat(store.find(image)).isEmpty();
        assertThat(store.count(image, null)).isZero();
    }

    /** A disk that was sealed must have none of these. */
    @Test
    void saysWhatStillTellsADiskApart() {
        Inspection.HostKey key = new Inspection.HostKey("ssh-ed25519", "SHA256:x");

        assertThat(DiskInspection.of(debian("id", List.of(), ""), NOON).identifier())
                .isEqualTo("a machine id");
        assertThat(DiskInspection.of(debian("", List.of(key), ""), NOON).identifier())
                .isEqualTo("SSH host keys");
        assertThat(DiskInspection.of(debian("", List.of(), "host"), NOON).identifier())
                .isEqualTo("a host name");
        assertThat(DiskInspection.of(debian("", List.of(), ""), NOON).identifier())
                .isNull();
    }
}
