package io.pando.builder.sealing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.builder.BuilderException;
import io.pando.builder.TestBuilder;
import io.pando.guest.SampleFiles;
import io.pando.host.Disks;
import io.pando.host.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk with something for each operation, sealed in a real appliance and looked at by e2fsprogs of this machine. */
@Tag("guest")
@Tag("builder")
class SealingOnLibvirtTest {
    private static final String MACHINE_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String HOST = "canary-host";
    /** Stands in everything that must go. */
    private static final String SECRET = "SECRET-CANARY";

    /** OPERATION PATH: files that must go. A path that ends in = keeps its file, with nothing in it. */
    private static final String GOING = """
            machine-id /etc/machine-id=
            machine-id /var/lib/dbus/machine-id
            ssh-host-keys /etc/ssh/ssh_host_ed25519_key
            ssh-host-keys /etc/ssh/ssh_host_ed25519_key.pub
            ssh-host-keys /etc/dropbear/dropbear_ed25519_host_key
            ssh-people /root/.ssh/authorized_keys
            ssh-people /home/ada/.ssh/known_hosts
            ssh-people /srv/operator/.ssh/id_ed25519
            host-name /etc/hostname
            network-hardware /etc/udev/rules.d/70-persistent-net.rules
            network-connections /etc/NetworkManager/system-connections/wired.nmconnection
            dhcp-client /var/lib/dhcp/dhclient.eth0.leases
            dhcp-client /etc/dhcpcd.duid
            dhcp-client /var/lib/NetworkManager/secret_key
            dhcp-server /var/lib/dhcpd/dhcpd.leases
            random-seed /var/lib/systemd/random-seed
            random-seed /boot/efi/loader/random-seed
            cloud-init /var/lib/cloud/instances/iid-1/user-data.txt
            cloud-init /var/lib/cloud/data/instance-id
            logs /var/log/syslog
            logs /var/log/nginx/access.log
            logs /var/log/journal/0f1e2d3c4b5a69788796a5b4c3d2e1f0/system.journal
            login-records /var/lib/lastlog/lastlog2.db
            histories /root/.bash_history
            histories /home/ada/.ash_history
            histories /home/ada/.cache/thing
            histories /srv/operator/.python_history
            cron /var/spool/cron/crontabs/ada
            cron /var/spool/cron/atjobs/a0001
            mail /var/spool/mail/ada
            temporary /tmp/something
            temporary /tmp/.X11-unix/X0
            temporary /var/tmp/other
            package-caches /var/cache/apt/archives/nginx.deb
            package-caches /var/cache/dnf/x/y
            package-clients /var/lib/yum/uuid
            rpm-locks /var/lib/rpm/__db.001
            account-backups /etc/passwd-
            account-backups /etc/shadow-
            file-backups /etc/fstab~
            file-backups /home/ada/plan.bak
            crashes /var/crash/core.1
            accounting /var/account/pacct
            sign-in /var/lib/faillock/ada
            kerberos /etc/krb5.keytab
            directories /var/lib/sss/db/cache.ldb
            samba /var/lib/samba/private/secrets.tdb
            dovecot /var/lib/dovecot/ssl-parameters.dat
            configuration-agents /etc/salt/minion_id
            configuration-agents /var/lib/puppet/ssl/private.pem
            subscriptions /etc/pki/consumer/key.pem
            hardware-profiles /etc/sysconfig/hw-uuid
            block-devices /etc/blkid.tab
            """;

    /** Files of which lines must go. */
    private static final Map<String, String> LINES = Map.of(
            "/etc/hosts", "127.0.0.1 localhost\n127.0.1.1\t%s.example %s\n192.0.2.1 other\n".formatted(HOST, HOST),
            "/etc/sysconfig/network-scripts/ifcfg-eth0",
                    "DEVICE=eth0\nHWADDR=52:54:00:12:34:56\nDHCP_HOSTNAME=%s\nONBOOT=yes\n".formatted(SECRET),
            "/etc/popularity-contest.conf", "MY_HOSTID=\"%s\"\nPARTICIPATE=yes\n".formatted(SECRET));

    private static final Map<String, String> STAYING = Map.of(
            "/etc/passwd",
                    "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/sh\nop:x:500:500::/srv/operator:/bin/sh\n",
            "/etc/inittab", "::sysinit:/etc/init.d/start\n",
            "/etc/fstab", "# nothing but the root\n",
            "/etc/os-release", "ID=test\n",
            "/home/ada/plan.txt", "a plan",
            "/root/.bashrc", "alias ll='ls -l'\n",
            "/var/lib/dpkg/status", "Package: base\n",
            "/etc/ssh/sshd_config", "UsePAM yes\n");

    @TempDir
    private static Path folder;

    private static TestBuilder test;
    private static Sealed sealed;
    private static byte[] raw = new byte[0];

    @BeforeAll
    static void sealOnce() throws Exception {
        test = TestBuilder.open("pando-test-sealing");
        Path tree = folder.resolve("tree");
        write(tree, "/etc/machine-id", MACHINE_ID + "\n");
        for (String line : GOING.lines().toList()) {
            String path = line.split(" ", 2)[1].replace("=", "");
            if (!path.equals("/etc/machine-id")) {
                // Of several blocks: the last one is filled only in part.
                write(
                        tree,
                        path,
                        path.equals("/etc/hostname")
                                ? HOST + "\n"
                                : "%s %s\n".formatted(SECRET, path).repeat(300));
            }
        }
        for (Map.Entry<String, String> file : LINES.entrySet()) {
            write(tree, file.getKey(), file.getValue());
        }
        for (Map.Entry<String, String> file : STAYING.entrySet()) {
            write(tree, file.getKey(), file.getValue());
        }
        sealed = seal("disk", tree, "4096");
        raw = Files.readAllBytes(folder.resolve("disk.raw"));
        SampleFiles.run("mkdir", folder.resolve("after").toString());
        SampleFiles.run(
                "/sbin/debugfs",
                "-R",
                "rdump / " + folder.resolve("after"),
                folder.resolve("disk.raw").toString());
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static void write(Path tree, String path, String content) throws IOException {
        Path file = tree.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Makes a disk of a tree, seals a draft of it, and leaves what came of it as NAME.raw. */
    private static Sealed seal(String name, Path tree, String blockSize) throws Exception {
        Path model = folder.resolve(name + ".model");
        SampleFiles.run(
                "/sbin/mke2fs", "-q", "-t", "ext4", "-b", blockSize, "-d", tree.toString(), model.toString(), "64M");
        SampleFiles.run(
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                "qcow2",
                model.toString(),
                test.host().folder().resolve("disk." + name).toString());
        Disks disks = test.host().hypervisor(TestHost.ID).disks();
        disks.refresh();
        String draft = "disk.draft-" + name;
        disks.createDraft(draft, "disk." + name);
        Sealed result = new Sealing(test.builder())
                .seal(UUID.randomUUID(), TestHost.ID, draft, "#!/bin/sh\n".getBytes(ISO_8859_1), progress -> {});
        disks.createFull("disk.full-" + name, draft, copied -> {});
        SampleFiles.run(
                "qemu-img",
                "convert",
                "-f",
                "qcow2",
                "-O",
                "raw",
                test.host().folder().resolve("disk.full-" + name).toString(),
                folder.resolve(name + ".raw").toString());
        return result;
    }

    private static Path after(String path) {
        return folder.resolve("after").resolve(path.substring(1));
    }

    private static Map<String, List<String>> going() {
        Map<String, List<String>> going = new HashMap<>();
        GOING.lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> going.computeIfAbsent(words[0], name -> new ArrayList<>())
                        .add(words[1]));
        return going;
    }

    static Stream<SealingOperation> operations() {
        return SealingOperation.all().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void eachOperationStripsWhatIsItsOwn(SealingOperation operation) throws IOException {
        List<String> paths = going().getOrDefault(operation.name(), List.of());

        assertThat(paths).as("something to strip").isNotEmpty();
        for (String path : paths) {
            if (path.endsWith("=")) {
                assertThat(after(path.replace("=", ""))).isEmptyFile();
            } else {
                assertThat(after(path)).doesNotExist();
            }
        }
        assertThat(sealed.operations())
                .filteredOn(done -> done.name().equals(operation.name()))
                .singleElement()
                .satisfies(done -> assertThat(done.stripped()).isPositive());
    }

    @Test
    void onlyTheLinesGoThatTellItApart() throws IOException {
        assertThat(after("/etc/hosts")).hasContent("127.0.0.1 localhost\n192.0.2.1 other\n");
        assertThat(after("/etc/sysconfig/network-scripts/ifcfg-eth0")).hasContent("DEVICE=eth0\nONBOOT=yes\n");
        assertThat(after("/etc/popularity-contest.conf")).hasContent("PARTICIPATE=yes\n");
    }

    @Test
    void whatIsNobodysIdentityStays() throws IOException {
        for (Map.Entry<String, String> file : STAYING.entrySet()) {
            if (!file.getKey().equals("/etc/inittab")) {
                assertThat(after(file.getKey())).hasContent(file.getValue());
            }
        }
    }

    /** Neither in free blocks nor in the journal, whatever the file system thinks of them. */
    @Test
    void nothingOfItCanBeReadFromTheRawDisk() {
        assertThat(occurrences(raw, SECRET)).isZero();
        assertThat(occurrences(raw, MACHINE_ID)).isZero();
        assertThat(occurrences(raw, HOST)).isZero();
        // What stays is found by the same search.
        assertThat(occurrences(raw, "a plan")).isOne();
    }

    static int occurrences(byte[] raw, String text) {
        String all = new String(raw, ISO_8859_1);
        int count = 0;
        for (int from = all.indexOf(text); from >= 0; from = all.indexOf(text, from + 1)) {
            count++;
        }
        return count;
    }

    @Test
    void theFileSystemIsWhole() throws Exception {
        assertThat(SampleFiles.run(
                        "/sbin/e2fsck", "-fn", folder.resolve("disk.raw").toString()))
                .contains("files");
        assertThat(SampleFiles.run(
                        "/sbin/dumpe2fs", "-h", folder.resolve("disk.raw").toString()))
                .contains("has_journal");
    }

    @Test
    void theFirstBootSoftwareIsStartedByTheInitSystemThatIsThere() throws IOException {
        assertThat(sealed.initSystem()).isEqualTo("busybox");
        assertThat(sealed.cloudInit()).isFalse();
        assertThat(after("/etc/inittab")).hasContent("::sysinit:/etc/init.d/start\n::once:/usr/lib/pando/first-boot\n");
        assertThat(after("/usr/lib/pando/first-boot")).isExecutable().hasContent("#!/bin/sh\n");
    }

    /** Smaller than what a disk can be told that it is free. */
    @Test
    void smallBlocksAreGivenBackToo() throws Exception {
        Path tree = folder.resolve("small");
        write(tree, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        write(tree, "/usr/lib/systemd/systemd", "");
        write(tree, "/usr/bin/cloud-init", "");
        for (int number = 0; number < 40; number++) {
            write(tree, "/var/log/%d".formatted(number), SECRET.repeat(130));
        }

        Sealed small = seal("small", tree, "1024");

        assertThat(small.initSystem()).isEqualTo("systemd");
        assertThat(small.cloudInit()).isTrue();
        assertThat(occurrences(Files.readAllBytes(folder.resolve("small.raw")), SECRET))
                .isZero();
    }

    @Test
    void aSystemWithoutAnInitSystemThatIsKnownIsRefused() throws Exception {
        Path tree = folder.resolve("strange");
        write(tree, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");

        assertThat(catchThrowableOfType(BuilderException.class, () -> seal("strange", tree, "4096"))
                        .getMessage())
                .contains("systemd, OpenRC and BusyBox init");
    }

    @Test
    void theListHasEachOperationOnce() {
        Set<String> names = new HashSet<>();
        assertThat(SealingOperation.all()).allSatisfy(operation -> {
            assertThat(names.add(operation.name())).isTrue();
            assertThat(operation.rules()).isNotEmpty();
        });
        assertThat(names).containsAll(going().keySet());
    }
}
