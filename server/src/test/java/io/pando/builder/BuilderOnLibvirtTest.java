package io.pando.builder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pando.builder.BuilderException.Reason;
import io.pando.host.ApplianceSpecification;
import io.pando.host.ApplianceSpecification.Disk;
import io.pando.host.ApplianceSpecification.Format;
import io.pando.host.Appliances;
import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.host.TestHost;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real appliances on this machine's libvirt: what they do, and that nothing is left of them however they end. */
@Tag("guest")
@Tag("builder")
class BuilderOnLibvirtTest {
    private static final String INSTANCE = "pando-test-builder";

    private static TestBuilder test;
    private static TestHost host;
    private static Builder builder;

    @BeforeAll
    static void open() throws Exception {
        test = TestBuilder.open(INSTANCE);
        host = test.host();
        builder = test.builder();
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    /** No domain, no volume but the appliance's own two files and the test's disks, and nothing to sweep. */
    @AfterEach
    void nothingIsLeft() {
        assertThat(host.domains()).isEmpty();
        assertThat(host.hypervisor(TestHost.ID).disks().list())
                .extracting(Disks.Disk::name)
                .allMatch(name ->
                        name.matches("\\Q" + INSTANCE + "\\E\\.builder-[0-9a-f]{16}\\.(kernel|initramfs)|disk\\..*"));
        assertThat(test.runs().hosts()).isEmpty();
    }

    private static BuilderTask task(String script, BuilderLimits limits, Disk... disks) {
        return BuilderTask.of(
                UUID.randomUUID(), TestHost.ID, "A test", List.of(disks), new BuilderScript("test.sh", script), limits);
    }

    private static BuilderResult run(String script, Disk... disks) throws InterruptedException {
        return builder.run(task(script, BuilderLimits.USUAL, disks), progress -> {});
    }

    @Test
    void runsAScriptAndBringsBackWhatItSays() throws Exception {
        List<BuilderProgress> progress = new ArrayList<>();
        byte[] input = "in\0put\n\n".getBytes(UTF_8);
        BuilderResult result = builder.run(
                new BuilderTask(
                        UUID.randomUUID(),
                        TestHost.ID,
                        "A test",
                        List.of(),
                        new BuilderScript("test.sh", """
                                echo '50 Halfway' >&3
                                echo said
                                echo complained >&2
                                cp /work/in/some.input /work/out/copy
                                head -c 100000 /dev/zero >/work/out/zeros
                                : >/work/out/empty
                                exit 7
                                """),
                        Map.of("some.input", input),
                        false,
                        BuilderLimits.USUAL),
                progress::add);

        assertThat(result.exitStatus()).isEqualTo(7);
        assertThat(result.output()).asString().isEqualTo("said\n");
        assertThat(result.error()).asString().isEqualTo("complained\n");
        assertThat(result.results()).containsOnlyKeys("copy", "zeros", "empty");
        assertThat(result.results().get("copy")).isEqualTo(input);
        assertThat(result.results().get("zeros")).isEqualTo(new byte[100_000]);
        assertThat(progress).containsExactly(new BuilderProgress(50, "Halfway"));
    }

    @Test
    void changesOnlyDisksThatAreToBeChanged() throws Exception {
        Disks disks = host.hypervisor(TestHost.ID).disks();
        disks.createEmpty("disk.changed", 64 << 20);

        assertThat(run("printf kept >/disks/target", new Disk("target", "disk.changed", Format.QCOW2, true))
                        .exitStatus())
                .isZero();
        BuilderResult second = run("""
                head -c 4 /disks/target
                printf lost >/disks/target || echo refused
                """, new Disk("target", "disk.changed", Format.QCOW2, false));
        BuilderResult third = run("head -c 4 /disks/target", new Disk("target", "disk.changed", Format.QCOW2, false));

        assertThat(second.output()).asString().isEqualTo("keptrefused\n");
        assertThat(third.output()).asString().isEqualTo("kept");
    }

    @Test
    void hasNoNetworkUnlessItIsAskedFor() throws Exception {
        assertThat(run("ls /sys/class/net").output()).asString().isEqualTo("lo\n");
    }

    /** Nothing that a script starts outlives it, and no mount. */
    @Test
    void whatAScriptLeavesRunningEndsWithIt() throws Exception {
        BuilderResult result = run("""
                mount -t tmpfs tmpfs /mnt
                (while :; do sleep 1; done) &
                setsid sh -c 'while :; do sleep 1; done' &
                echo done
                """);

        assertThat(result.output()).asString().isEqualTo("done\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TIME   | while :; do :; done
                    TIME   | sleep 1000
                    TIME   | trap '' TERM INT; sleep 1000 & wait
                    MEMORY | tail /dev/zero
                    OUTPUT | yes
                    OUTPUT | yes >&2
                    OUTPUT | yes '1 more' >&3
                    OUTPUT | head -c 20000000 /dev/zero >/work/out/large
                    OUTPUT | for n in $(seq 20); do : >/work/out/$n; done
                    BROKEN | : >/work/out/Name
                    DIED   | echo c >/proc/sysrq-trigger; sleep 1000
                    DIED   | echo o >/proc/sysrq-trigger; sleep 1000
                    """)
    void aScriptThatGoesTooFarIsEnded(Reason reason, String script) {
        BuilderLimits limits =
                new BuilderLimits(Duration.ofSeconds(reason == Reason.TIME ? 2 : 60), 256, 256 << 10, 16 << 20, 16);

        assertThat(catchThrowableOfType(BuilderException.class, () -> builder.run(task(script, limits), progress -> {}))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void anApplianceThatIsSwitchedOffIsNoticed() {
        BuilderTask task = task("echo '1 Begun' >&3; sleep 1000", BuilderLimits.USUAL);

        assertThat(catchThrowableOfType(
                                BuilderException.class, () -> builder.run(task, begun -> host.destroy(task.id())))
                        .reason())
                .isEqualTo(Reason.DIED);
    }

    @Test
    void whoeverDoesNotWantItAnyMoreGetsRidOfIt() {
        BuilderTask task = task("echo '1 Begun' >&3; sleep 1000", BuilderLimits.USUAL);
        IllegalStateException cancelled = new IllegalStateException("cancelled");

        assertThatThrownBy(() -> builder.run(task, begun -> {
                    throw cancelled;
                }))
                .isSameAs(cancelled);
    }

    @Test
    void anInterruptedThreadCleansUp() {
        BuilderTask task = task("echo '1 Begun' >&3; sleep 1000", BuilderLimits.USUAL);

        assertThatThrownBy(
                        () -> builder.run(task, begun -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);
    }

    /** As a server that dies leaves it: written down, started, and nobody listens. */
    private static BuilderTask abandoned() throws Exception {
        run("exit 0");
        BuilderTask task = task("echo again", BuilderLimits.USUAL);
        String prefix = INSTANCE + ".builder-";
        List<String> files = host.hypervisor(TestHost.ID).disks().list().stream()
                .map(Disks.Disk::name)
                .filter(name -> name.startsWith(prefix))
                .sorted((one, other) -> Boolean.compare(other.endsWith(".kernel"), one.endsWith(".kernel")))
                .toList();
        test.runs().begin(task.id(), TestHost.ID, test.clock().instant().plusSeconds(60));
        host.hypervisor(TestHost.ID)
                .appliances()
                .start(new ApplianceSpecification(
                        task.id(),
                        INSTANCE + ".builder." + task.id(),
                        "Abandoned",
                        files.getFirst(),
                        files.getLast(),
                        256,
                        List.of(),
                        false,
                        Duration.ofMinutes(5)));
        return task;
    }

    @Test
    void aRunThatIsRepeatedReplacesWhatIsLeftOfTheFirst() throws Exception {
        BuilderTask task = abandoned();

        assertThat(builder.run(task, progress -> {}).output()).asString().isEqualTo("again\n");
    }

    @Test
    void aRunThatIsUndoneIsGone() throws Exception {
        BuilderTask task = abandoned();

        builder.remove(TestHost.ID, task.id());
        builder.remove(TestHost.ID, task.id());

        assertThat(host.domains()).isEmpty();
    }

    @Test
    void aRunThatNobodyLooksAfterIsSweptAwayOnceItsTimeIsOver() throws Exception {
        BuilderTask task = abandoned();
        Appliances appliances = host.hypervisor(TestHost.ID).appliances();

        builder.sweep(TestHost.ID);
        assertThat(appliances.exists(task.id())).isTrue();

        test.clock().advance(Duration.ofSeconds(61));
        builder.sweep(TestHost.ID);
        assertThat(appliances.exists(task.id())).isFalse();
    }

    /** A copy to the host that was interrupted, or a file that somebody changed, is brought anew. */
    @Test
    void filesThatAreNotWhatTheirNamesSayAreReplaced() throws Exception {
        run("exit 0");
        try (var files = Files.list(host.folder())) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".initramfs")).toList()) {
                Files.write(file, new byte[1_000]);
            }
        }
        // Another connection, as after a restart of the server, has compared nothing yet.
        try (TestHost other = host.again()) {
            Builder anew = test.builderBy(other);

            assertThat(anew.run(task("echo fine", BuilderLimits.USUAL), progress -> {})
                            .output())
                    .asString()
                    .isEqualTo("fine\n");
        }
    }

    @Test
    void aDiskThatIsNotThereIsRefusedByTheHost() {
        assertThatThrownBy(() -> run("exit 0", new Disk("image", "disk.absent", Format.QCOW2, false)))
                .isInstanceOf(HostException.class);
    }

    @Test
    void withoutAnApplianceItSaysWhatIsMissing() {
        Builder without = test.builderWithoutAppliance();

        assertThat(catchThrowableOfType(
                                BuilderException.class,
                                () -> without.run(task("exit 0", BuilderLimits.USUAL), progress -> {}))
                        .reason())
                .isEqualTo(Reason.NO_APPLIANCE);
    }
}
