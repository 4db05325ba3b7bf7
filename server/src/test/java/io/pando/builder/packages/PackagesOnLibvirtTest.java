package io.pando.builder.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.pando.builder.BuilderException;
import io.pando.builder.BuilderLimits;
import io.pando.builder.BuilderProgress;
import io.pando.builder.BuilderResult;
import io.pando.builder.BuilderScript;
import io.pando.builder.BuilderTask;
import io.pando.builder.TestBuilder;
import io.pando.builder.packages.PackageInstaller.Installation;
import io.pando.guest.Customisation;
import io.pando.guest.PackageInstallation;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import io.pando.host.TestHost;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packages of a small system that does not run: what its package manager, a script here, finds where it is run, and that nothing but the
 * packages is left. The end-to-end tests do the same with a real one.
 */
@Tag("guest")
@Tag("builder")
class PackagesOnLibvirtTest {
    private static final String SYSTEM = "disk.system";

    private static TestBuilder test;
    private static HttpServer mirror;

    /** What apt and dpkg would do, as far as it matters here; what it is told goes into files at the top of the system. */
    private static final String APT = """
            #!/bin/sh
            list=$(printf '%s\\n' "$@" | sed -n 's/^Dir::Etc::SourceList=//p')
            for last; do :; done
            case $last in
                update)
                    [ ! -s /var/lib/apt/lists/old_Packages ] || echo 'old lists' >>/seen
                    url=$(cat "$list")
                    wget -q -O - "$url" >/var/lib/apt/lists/new_Packages || {
                        echo "E: Failed to fetch $url  Could not connect"
                        exit 100
                    }
                    ;;
                missing)
                    echo 'E: Unable to locate package missing'
                    exit 100
                    ;;
                huge)
                    echo 'dpkg: error processing archive huge.deb: failed to write: No space left on device' >&2
                    exit 100
                    ;;
                killed)
                    kill -9 $$
                    ;;
                *)
                    {
                        echo "policy $(/usr/sbin/policy-rc.d nginx start >/dev/null; echo $?)"
                        echo "name $(hostname)"
                        grep -c nameserver /etc/resolv.conf
                        ls -l /dev/null /dev/fd /dev/stdin >/dev/null && echo devices
                        [ -d /proc/self ] && [ -d /sys/class ] && echo kernel
                        echo "environment ${DEBIAN_FRONTEND:-} $HOME ${PANDO:-none}"
                        echo >/sys/kernel/uevent_seqnum 2>/dev/null || echo 'sys is for reading'
                    } >/seen
                    echo fetched >/var/cache/apt/archives/some.deb
                    echo rest >/tmp/rest
                    echo rest >/run/rest
                    sleep 1000 &
                    echo 'dlstatus:1:50.0:Fetching it' >&3
                    echo "pmstatus:$last:50.0:Installing $last" >&3
                    echo "$last" >/installed
                    ;;
            esac
            """;

    @BeforeAll
    static void open() throws Exception {
        test = TestBuilder.openWithNetwork("pando-test-packages");
        mirror = HttpServer.create(new InetSocketAddress(test.host().gateway(), 0), 0);
        mirror.createContext("/", exchange -> {
            byte[] lists = """
                    Package: nginx
                    Version: 1.22
                    Provides: httpd, httpd-cgi (= 1.0), www:any

                    Package: bad/name
                    Package: curl
                    Package: curl
                    """.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, lists.length);
            exchange.getResponseBody().write(lists);
            exchange.close();
        });
        mirror.start();
        test.host().hypervisor(TestHost.ID).disks().createEmpty(SYSTEM, 256 << 20);
        in(SYSTEM, true, """
                /bin/mke2fs -q -t ext4 /disks/image
                mount -t ext4 /dev/vda /mnt
                cd /mnt
                mkdir -p bin etc usr/bin usr/sbin var/lib/apt/lists/partial var/cache/apt/archives/partial proc
                cp /bin/busybox bin/
                for applet in sh cat sed grep ls echo wget sleep kill hostname printf awk env mktemp chmod rm; do
                    ln -s busybox "bin/$applet"
                done
                printf 'ID=test\\n' >etc/os-release
                printf 'root:x:0:0:root:/root:/bin/sh\\n' >etc/passwd
                # Leads nowhere while the system does not run.
                ln -s ../run/systemd/resolve/stub-resolv.conf etc/resolv.conf
                echo old >var/lib/apt/lists/old_Packages
                cat >usr/bin/apt-get <<'APT'
                %s
                APT
                printf '#!/bin/sh\\nexit 1\\n' >usr/bin/dpkg-query
                chmod 755 usr/bin/apt-get usr/bin/dpkg-query
                cd /
                umount /mnt
                """.formatted(APT));
    }

    @AfterAll
    static void close() throws Exception {
        mirror.stop(0);
        test.close();
    }

    private static String in(String volume, boolean writable, String script) throws InterruptedException {
        BuilderResult done = test.builder()
                .run(
                        BuilderTask.of(
                                UUID.randomUUID(),
                                TestHost.ID,
                                "A test",
                                List.of(new Disk("image", volume, Format.QCOW2, writable)),
                                new BuilderScript("test.sh", script),
                                BuilderLimits.USUAL),
                        progress -> {});
        assertThat(done.exitStatus()).as(done.lastWords()).isZero();
        return new String(done.output(), UTF_8);
    }

    private static PackageInstallation.Sources sources() {
        return new PackageInstallation.Sources(
                null,
                "http://%s:%d/"
                        .formatted(test.host().gateway(), mirror.getAddress().getPort()),
                null,
                null);
    }

    private static String draft(String name) {
        String draft = "disk.draft-" + name;
        test.host().hypervisor(TestHost.ID).disks().createDraft(draft, SYSTEM);
        return draft;
    }

    private static List<BuilderProgress> install(String draft, PackageInstallation.Sources sources, String... names)
            throws InterruptedException {
        Customisation.Action action =
                PackageInstallation.actions(List.of(names), sources).getFirst();
        List<BuilderProgress> progress = new ArrayList<>();
        new PackageInstaller(test.builder())
                .install(
                        UUID.randomUUID(),
                        TestHost.ID,
                        draft,
                        new Installation(action.script(), Objects.requireNonNull(action.input()), "web-1"),
                        progress::add);
        assertThat(test.host().domains()).isEmpty();
        return progress;
    }

    @Test
    void installsInASystemThatSeemsToRunAndLeavesNothingElse() throws Exception {
        String draft = draft("installed");

        List<BuilderProgress> progress = install(draft, sources(), "hello");

        assertThat(in(draft, false, """
                mount -t ext4 -o ro /dev/vda /mnt
                cat /mnt/installed /mnt/seen
                readlink /mnt/etc/resolv.conf
                ls -A /mnt/usr/sbin /mnt/run /mnt/tmp /mnt/dev /mnt/var /mnt/var/cache/apt/archives /mnt/var/lib/apt/lists /mnt/etc
                """)).isEqualTo("""
                hello
                policy 101
                name web-1
                1
                devices
                kernel
                environment noninteractive /root none
                sys is for reading
                ../run/systemd/resolve/stub-resolv.conf
                /mnt/dev:

                /mnt/etc:
                os-release
                passwd
                resolv.conf

                /mnt/run:

                /mnt/tmp:

                /mnt/usr/sbin:

                /mnt/var:
                cache
                lib

                /mnt/var/cache/apt/archives:
                partial

                /mnt/var/lib/apt/lists:
                old_Packages
                partial
                """);
        assertThat(progress).extracting(BuilderProgress::detail).contains("Fetching it", "Installing hello");
        assertThat(progress).extracting(BuilderProgress::percent).isSorted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing | there is no package missing where its packages come from
                    huge    | there is not enough room on its disk: dpkg: error processing archive huge.deb
                    """)
    void saysWhyItCannotBeInstalled(String name, String words) throws Exception {
        String draft = draft(name);

        assertThat(catchThrowableOfType(BuilderException.class, () -> install(draft, sources(), name)))
                .hasMessageStartingWith("The packages cannot be installed: ")
                .hasMessageContaining(words);
    }

    @Test
    void saysThatNobodyAnswersWherePackagesComeFrom() throws Exception {
        String draft = draft("unreachable");
        PackageInstallation.Sources nowhere = new PackageInstallation.Sources(
                null, "http://%s:1/".formatted(test.host().gateway()), null, null);

        assertThat(catchThrowableOfType(BuilderException.class, () -> install(draft, nowhere, "hello")))
                .hasMessageContaining("the place where its packages come from cannot be reached")
                .hasMessageContaining("Could not connect");
    }

    @Test
    void asksWhichPackagesThereAre() throws Exception {
        assertThat(new PackageLists(test.builder())
                        .fetch(
                                UUID.randomUUID(),
                                TestHost.ID,
                                draft("listed"),
                                PackageInstallation.settings(sources()),
                                progress -> {}))
                .containsExactly("curl", "httpd", "httpd-cgi", "nginx", "www");
    }

    @Test
    void asksInVainWhereNobodyAnswers() throws Exception {
        String draft = draft("unlisted");
        PackageInstallation.Sources nowhere = new PackageInstallation.Sources(
                null, "http://%s:1/".formatted(test.host().gateway()), null, null);

        assertThat(catchThrowableOfType(
                        BuilderException.class,
                        () -> new PackageLists(test.builder())
                                .fetch(
                                        UUID.randomUUID(),
                                        TestHost.ID,
                                        draft,
                                        PackageInstallation.settings(nowhere),
                                        progress -> {})))
                .hasMessageStartingWith("It cannot be found out which packages there are: ")
                .hasMessageContaining("cannot be reached");
    }
}
