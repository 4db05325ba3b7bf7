package io.pando.builder.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.builder.BuilderLimits;
import io.pando.builder.BuilderResult;
import io.pando.builder.BuilderScript;
import io.pando.builder.BuilderTask;
import io.pando.builder.TestBuilder;
import io.pando.builder.inspection.Inspection.Boot;
import io.pando.builder.inspection.Inspection.PackageFormat;
import io.pando.guest.SampleFiles;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import io.pando.host.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real disks looked at in a real appliance, compared with what other programs find on them. */
@Tag("guest")
@Tag("builder")
class InspectorOnLibvirtTest {
    private static TestBuilder test;
    private static Inspector inspector;

    @BeforeAll
    static void open() throws Exception {
        test = TestBuilder.open("pando-test-inspector");
        inspector = new Inspector(test.builder());
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static Inspected inspect(String volume, Format format) throws InterruptedException {
        Inspected found = inspector.inspect(UUID.randomUUID(), TestHost.ID, volume, format, progress -> {});
        assertThat(test.host().domains()).isEmpty();
        return found;
    }

    private static Inspection inspectSample(String name) throws Exception {
        Files.copy(SampleFiles.image(name), test.host().folder().resolve("disk." + name));
        test.host().hypervisor(TestHost.ID).disks().refresh();
        return (Inspection) inspect("disk." + name, Format.QCOW2);
    }

    /** Makes a disk in an appliance, where nothing can happen to this machine. */
    private static void make(String volume, String script) throws InterruptedException {
        test.host().hypervisor(TestHost.ID).disks().createEmpty(volume, 256 << 20);
        BuilderResult made = test.builder()
                .run(
                        BuilderTask.of(
                                UUID.randomUUID(),
                                TestHost.ID,
                                "A test makes a disk",
                                List.of(new Disk("target", volume, Format.QCOW2, true)),
                                new BuilderScript("make.sh", script),
                                BuilderLimits.USUAL),
                        progress -> {});
        assertThat(made.exitStatus()).as(made.lastWords()).isZero();
    }

    @Test
    void findsOutWhatTinyIs() throws Exception {
        Inspection tiny = inspectSample("tiny");

        assertThat(tiny.system()).isEqualTo(new Inspection.OperatingSystem("tiny", "1", "Pando tiny 1"));
        assertThat(tiny.architecture()).isEqualTo("x86_64");
        assertThat(tiny.boot()).containsExactlyInAnyOrder(Boot.BIOS, Boot.UEFI);
        assertThat(tiny.rootFileSystem()).isEqualTo("vda1");
        assertThat(tiny.fileSystems()).hasSize(2).anySatisfy(root -> {
            assertThat(root.device()).isEqualTo("vda1");
            assertThat(root.type()).isEqualTo("ext4");
            assertThat(root.uuid()).isEqualTo("7b1a5c52-0d5c-4c5e-9a57-74696e790001");
            assertThat(root.label()).isEqualTo("tiny");
            assertThat(root.size()).isBetween(200L << 20, 240L << 20);
            assertThat(root.free()).isBetween(1L << 20, root.size());
        });
        assertThat(tiny.packageFormat()).isNull();
        assertThat(tiny.packages()).isEmpty();
        assertThat(tiny.accounts()).containsExactly(new Inspection.Account("root", 0, "/bin/sh"));
        assertThat(tiny.guestAgent()).isTrue();
        assertThat(tiny.cloudInit()).isFalse();
        assertThat(tiny.identifiers())
                .isEqualTo(new Inspection.Identifiers(machineId("tiny-master"), "tiny-master", List.of()));
    }

    /** As the recipes of the sample images make it. */
    private static String machineId(String hostName) throws Exception {
        return SampleFiles.run("sh", "-c", "printf %s \"$1\" | md5sum | cut -c 1-32", "sh", hostName)
                .strip();
    }

    @Test
    void findsOutWhatDebianIs(@TempDir Path folder) throws Exception {
        Inspection debian = inspectSample("debian");
        Oracle oracle = new Oracle(folder, SampleFiles.image("debian"));

        assertThat(debian.system().id()).isEqualTo("debian");
        assertThat(debian.system().version()).isEqualTo("12");
        assertThat(debian.system().prettyName()).isEqualTo("Debian GNU/Linux 12 (bookworm)");
        assertThat(debian.architecture()).isEqualTo("x86_64");
        assertThat(debian.boot()).containsExactlyInAnyOrder(Boot.BIOS, Boot.UEFI);
        assertThat(debian.packageFormat()).isEqualTo(PackageFormat.DPKG);
        assertThat(debian.packages())
                .hasSizeGreaterThan(150)
                .extracting(installed -> installed.name() + " " + installed.version() + " " + installed.architecture())
                .containsExactlyInAnyOrderElementsOf(oracle.packages());
        assertThat(debian.accounts()).extracting(Inspection.Account::name).containsExactlyInAnyOrder("root", "debian");
        assertThat(debian.guestAgent()).isTrue();
        assertThat(debian.cloudInit()).isTrue();
        assertThat(debian.identifiers().machineId()).isEqualTo(machineId("debian-master"));
        assertThat(debian.identifiers().hostName()).isEqualTo("debian-master");
        assertThat(debian.identifiers().hostKeys())
                .isNotEmpty()
                .extracting(Inspection.HostKey::fingerprint)
                .containsExactlyInAnyOrderElementsOf(oracle.hostKeys());
    }

    /** What e2fsprogs, dpkg and OpenSSH of this machine find on the disk, without mounting it. */
    private record Oracle(Path folder, Path image) {
        /** Where the recipes begin the file system: behind the gap and the partition for UEFI. */
        private static final long OFFSET = (2048 + 16 * 2048) * 512L;

        Oracle {
            try {
                SampleFiles.run(
                        "qemu-img",
                        "convert",
                        "-f",
                        "qcow2",
                        "-O",
                        "raw",
                        image.toString(),
                        folder.resolve("raw").toString());
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }

        private String debugfs(String command) throws Exception {
            return SampleFiles.run("/sbin/debugfs", "-R", command, folder.resolve("raw") + "?offset=" + OFFSET);
        }

        List<String> packages() throws Exception {
            Files.writeString(folder.resolve("status"), debugfs("cat /var/lib/dpkg/status"));
            return SampleFiles.run(
                            "dpkg-query",
                            "--admindir=" + folder,
                            "--show",
                            "--showformat=${db:Status-Status} ${Package} ${Version} ${Architecture}\\n")
                    .lines()
                    .filter(line -> line.startsWith("installed "))
                    .map(line -> line.substring("installed ".length()))
                    .toList();
        }

        List<String> hostKeys() throws Exception {
            return debugfs("ls -p /etc/ssh")
                    .lines()
                    .map(line -> line.split("/", -1))
                    .filter(words -> words.length > 5 && words[5].endsWith("_key.pub"))
                    .map(words -> fingerprint(words[5]))
                    .toList();
        }

        private String fingerprint(String file) {
            try {
                Path key = Files.writeString(folder.resolve(file), debugfs("cat /etc/ssh/" + file));
                return SampleFiles.run("ssh-keygen", "-l", "-f", key.toString()).split(" ", -1)[1];
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** Logical volumes, links that lead out of the system, and the place where RPM keeps its list (an empty one here). */
    @Test
    void findsASystemOnLogicalVolumes() throws Exception {
        make("disk.lvm", """
                printf 'label: gpt\\nsize=8MiB, type=21686148-6449-6E6F-744E-656564454649\\ntype=E6D6D379-F507-44C2-A23C-238F2A3DF928\\n' |
                    sfdisk -q /disks/target
                disk=$(readlink -f /disks/target)
                lvm pvcreate -q "${disk}2"
                lvm vgcreate -q vg-one "${disk}2"
                lvm lvcreate -q -n root -L 64M vg-one
                lvm lvcreate -q -n var -L 64M vg-one
                /bin/mke2fs -q -t ext4 /dev/mapper/vg--one-root
                /bin/mke2fs -q -t ext4 /dev/mapper/vg--one-var
                mkdir -p /mnt/root /mnt/var
                mount -t ext4 /dev/mapper/vg--one-root /mnt/root
                mount -t ext4 /dev/mapper/vg--one-var /mnt/var
                cd /mnt/root
                mkdir -p etc bin usr/lib var
                echo '/dev/vg-one/var /var ext4 defaults 0 2' >etc/fstab
                # Leads to the appliance's own file, if somebody follows it the wrong way.
                ln -s /usr/lib/release etc/os-release
                printf 'ID="fedora"\\nVERSION_ID=40\\nPRETTY_NAME="Fedora Linux 40"\\n' >usr/lib/release
                ln -s /etc/passwd etc/hostname
                printf 'root:x:0:0:root:/root:/bin/bash\\n' >etc/passwd
                mkdir -p /mnt/var/lib/rpm
                : >/mnt/var/lib/rpm/rpmdb.sqlite
                cd /
                umount /mnt/root /mnt/var
                lvm vgchange -an vg-one
                """);

        Inspection found = (Inspection) inspect("disk.lvm", Format.QCOW2);

        assertThat(found.system()).isEqualTo(new Inspection.OperatingSystem("fedora", "40", "Fedora Linux 40"));
        assertThat(found.rootFileSystem()).isEqualTo("vg--one-root");
        assertThat(found.fileSystems())
                .extracting(Inspection.FileSystem::device)
                .containsExactlyInAnyOrder("vg--one-root", "vg--one-var");
        assertThat(found.identifiers().hostName()).isEqualTo("root:x:0:0:root:/root:/bin/bash");
        assertThat(found.packageFormat()).isEqualTo(PackageFormat.RPM);
    }

    /** What is on a disk is written by strangers, who may write what they like. */
    @Test
    void aHostileSystemOnlyHarmsWhatIsSaidOfIt() throws Exception {
        make("disk.hostile", """
                /bin/mke2fs -q -t ext4 /disks/target
                mkdir -p /mnt/root
                mount -t ext4 /dev/vda /mnt/root
                cd /mnt/root
                mkdir -p etc/ssh lib/apk/db usr/bin
                printf 'ID=$(poweroff -f)\\nVERSION_ID=`reboot`\\nPRETTY_NAME="a\\tb\\033[2J\\001%s"\\n' "$(head -c 5000 /dev/zero | tr '\\0' x)" >etc/os-release
                printf 'boot\\tuefi\\nend 0 0\\n' >etc/hostname
                ln -s /proc/kcore etc/machine-id
                mkfifo etc/fstab
                mknod etc/ssh/ssh_host_b_key.pub c 1 5
                ln -s ../../../../../../dev/zero etc/ssh/ssh_host_rsa_key.pub
                printf 'ssh-rsa *** x\\n' >'etc/ssh/ssh_host_a_key.pub'
                printf 'x\\n' >'etc/ssh/ssh_host_; poweroff -f; _key.pub'
                printf 'a\\tb:x:0:0::/:/bin/sh\\n:::\\n-e:x:-1:0::/:/bin/$(id)\\n' >etc/passwd
                printf 'P:na\\tme\\nV:1\\nA:noarch\\n\\nP:%s\\nV:2\\n\\n\\n\\nV:3\\n\\n' "$(head -c 5000 /dev/zero | tr '\\0' y)" >lib/apk/db/installed
                cd /
                umount /mnt/root
                """);

        Inspection found = (Inspection) inspect("disk.hostile", Format.QCOW2);

        assertThat(found.system().id()).isEqualTo("$(poweroff -f)");
        assertThat(found.system().version()).isEqualTo("`reboot`");
        assertThat(found.system().prettyName()).startsWith("ab[2Jxxx").hasSizeLessThanOrEqualTo(200);
        assertThat(found.identifiers().hostName()).isEqualTo("bootuefi");
        assertThat(found.identifiers().machineId()).isEmpty();
        assertThat(found.boot()).isEmpty();
        assertThat(found.accounts()).containsExactly(new Inspection.Account("ab", 0, "/bin/sh"));
        assertThat(found.packageFormat()).isEqualTo(PackageFormat.APK);
        assertThat(found.packages())
                .extracting(Inspection.InstalledPackage::name)
                .containsExactly("name", "y".repeat(128));
    }

    @Test
    void anEmptyDiskHasNoSystem() throws Exception {
        test.host().hypervisor(TestHost.ID).disks().createEmpty("disk.empty", 64 << 20);

        assertThat(inspect("disk.empty", Format.QCOW2))
                .isEqualTo(new Inspected.NoSystem("no file system on it holds a system"));
    }

    /** A disk that says of itself that it reads from elsewhere is taken as the bytes that it has, when it is said to be raw. */
    @Test
    void theFormatIsTheNamedOne() throws Exception {
        Path file = test.host().folder().resolve("disk.raw");
        Files.write(file, "QFI\u00fb".getBytes(UTF_8));
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(1), (1 << 20) - 1);
        }
        test.host().hypervisor(TestHost.ID).disks().refresh();

        assertThat(inspect("disk.raw", Format.RAW)).isInstanceOf(Inspected.NoSystem.class);
    }
}
