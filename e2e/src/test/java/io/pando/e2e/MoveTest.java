package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddHost;
import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.CreateSnapshot;
import io.pando.api.GuestAccess;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.MachinePlacement;
import io.pando.api.MoveMachine;
import io.pando.api.Page;
import io.pando.api.PlacementRebalance;
import io.pando.api.Plan;
import io.pando.api.RebalancePlacement;
import io.pando.e2e.fixture.Answer;
import io.pando.e2e.fixture.Fabric;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.core.type.TypeReference;

/** Machines move between hosts that are reached by TLS: running ones go on counting, and nothing of them stays where they were. */
@Tag("guest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoveTest {
    private static final int HOSTS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    private @Nullable Fabric fabric;
    private @Nullable PandoServer server;

    @BeforeAll
    void begin() {
        fabric = Fabric.start(HOSTS);
        server = PandoServer.install("move")
                .with("pando.host.acceleration-probe", "3s")
                .with("pando.host.tick", "1s")
                .start();
        Installation.importTiny(server, "tiny", GuestAccess.AGENT);
        for (int number = 1; number <= HOSTS; number++) {
            AddHost wanted = new AddHost("remote-" + number, fabric().address(number), null, null, null, null, null);
            String id = client().post("/hosts", wanted).as(Host.class).id();
            await(id, host -> host.state() == Host.State.ONLINE);
        }
        client().post("/hosts/" + host("local").id() + "/drain", null).as(Host.class);
    }

    @AfterAll
    void end() {
        // In this order: what runs on the hosts goes with them.
        if (server != null) {
            server.close();
        }
        if (fabric != null) {
            fabric.close();
        }
    }

    private Fabric fabric() {
        return Optional.ofNullable(fabric).orElseThrow();
    }

    private PandoServer server() {
        return Optional.ofNullable(server).orElseThrow();
    }

    private PandoClient client() {
        return server().administrator();
    }

    // --- running

    @Test
    @Order(1)
    void aRunningMachineGoesOnWhereItWas() {
        Machine before = create("runs", Copy.LINKED);
        String boot = client().shell(before.id(), "cat /proc/sys/kernel/random/boot_id");
        client().shell(
                        before.id(),
                        "echo kept > /root/file; sync; "
                                + "(n=0; while true; do n=$((n+1)); echo $n > /dev/shm/count; sleep 0.1; done) > /dev/null 2>&1 & echo begun");
        String target = other(before.host());
        Plan plan = plan(before, target);
        assertThat(plan.feasible()).as("%s", plan).isTrue();
        assertThat(plan.effects())
                .extracting(Plan.Effect::subject)
                .contains("Host", "Machine", "Disks", "Image", "Network");

        int counted = count(before);
        Job job = client().awaitDone(move(before, target), Installation.PATIENCE);

        Machine after = client().machine(before.id());
        assertThat(after.host()).isEqualTo(target);
        assertThat(after.state()).isEqualTo(Machine.State.RUNNING);
        assertThat(client().shell(after.id(), "cat /proc/sys/kernel/random/boot_id"))
                .as("it was not restarted")
                .isEqualTo(boot);
        assertThat(client().shell(after.id(), "cat /root/file")).isEqualTo("kept");
        int now = count(after);
        assertThat(now).isGreaterThan(counted);
        Poll.untilTrue("the counter to go on", SOON, () -> count(after) > now);
        assertThat(job.steps())
                .extracting(Job.Step::name)
                .containsExactly("bring-image", "copy-volumes", "go-over", "leave-source");
        demandOnlyOn(after);
        assertSameIdentity(before, after);
        assertThat(client().get("/machines/" + after.id() + "/placement")
                        .as(MachinePlacement.class)
                        .replays())
                .isTrue();
        assertThat(host(before.host()).machines()).isZero();
        assertThat(host(target).machines()).isEqualTo(1);
    }

    /** Its disk is whole there: it starts from it, and everything that can be done with machines can be done with it. */
    @Test
    @Order(2)
    void whatHasMovedIsAMachineLikeAnyOther() {
        Machine machine = client().machineNamed("runs").orElseThrow();
        client().shell(
                        machine.id(),
                        "dd if=/dev/urandom of=/root/noise bs=1M count=8; sha256sum /root/noise > /root/sum; sync");

        client().awaitDone(client().power(machine.id(), "restart"), Installation.PATIENCE);

        client().awaitAnswer(machine, SOON);
        assertThat(client().shell(machine.id(), "sha256sum -c /root/sum && cat /root/file"))
                .endsWith("kept");
        assertThat(client().shell(machine.id(), "hostname")).isEqualTo(machine.hostname());
    }

    @Test
    @Order(3)
    void aMachineWithSnapshotsMovesWithThem() {
        Machine machine = client().machineNamed("runs").orElseThrow();
        client().shell(machine.id(), "echo before > /root/state; sync");
        client().awaitDone(
                        client().change("POST", machine.id(), "snapshots", new CreateSnapshot("first", null, false)),
                        Installation.PATIENCE);
        client().shell(machine.id(), "echo after > /root/state; sync");

        client().awaitDone(move(machine, null), Installation.PATIENCE);

        Machine moved = client().machine(machine.id());
        assertThat(moved.host()).isNotEqualTo(machine.host());
        assertThat(client().shell(machine.id(), "cat /root/state")).isEqualTo("after");
        demandOnlyOn(moved);
        String snapshot = client().snapshot(machine.id(), "first").id();
        client().awaitDone(
                        client().change("POST", machine.id(), "snapshots/" + snapshot + "/revert", null),
                        Installation.PATIENCE);
        if (client().machine(machine.id()).state() == Machine.State.STOPPED) {
            client().awaitDone(client().power(machine.id(), "start"), Installation.PATIENCE);
        }
        client().awaitAnswer(machine, SOON);
        assertThat(client().shell(machine.id(), "cat /root/state")).isEqualTo("before");
    }

    // --- off

    @Test
    @Order(4)
    void aStoppedMachineMovesAndStartsThere() {
        Machine before = create("off", Copy.FULL);
        client().shell(before.id(), "echo kept > /root/file; sync");
        client().awaitDone(client().power(before.id(), "stop"), Installation.PATIENCE);
        String target = other(before.host());

        client().awaitDone(move(before, target), Installation.PATIENCE);

        Machine after = client().machine(before.id());
        assertThat(after.host()).isEqualTo(target);
        assertThat(after.state()).isEqualTo(Machine.State.STOPPED);
        demandOnlyOn(after);
        assertSameIdentity(before, after);
        client().awaitDone(client().power(after.id(), "start"), Installation.PATIENCE);
        client().awaitAnswer(after, SOON);
        assertThat(client().shell(after.id(), "cat /root/file")).isEqualTo("kept");
    }

    // --- what cannot be, and what goes wrong

    @Test
    @Order(5)
    void whatCannotBeMovedIsSaidBefore() {
        Machine machine = client().machineNamed("off").orElseThrow();
        Plan drained = plan(machine, "local");
        assertThat(drained.feasible()).isFalse();
        assertThat(drained.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.message()).contains("local: ").contains("it is drained");
            assertThat(fault.help()).contains("Leave the choice to Pando");
        });
        Plan same = plan(machine, machine.host());
        assertThat(same.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("already"));
        Answer unknown = client().post("/machines/" + machine.id() + "/move", new MoveMachine("nowhere"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text()).contains("There is no host nowhere");
        PandoClient member = client().newMember("mover");
        assertThat(member.post("/machines/" + machine.id() + "/move", new MoveMachine(null))
                        .status())
                .isIn(403, 404);
    }

    @Test
    @Order(6)
    void aMoveThatIsCancelledLeavesTheMachineRunningWhereItWas() {
        Machine machine = client().machineNamed("off").orElseThrow();
        String boot = client().shell(machine.id(), "cat /proc/sys/kernel/random/boot_id");
        keepWriting(machine);

        Job job = move(machine, null);
        awaitSending(job);
        client().cancel(job.id());

        assertThat(client().await(job, Installation.PATIENCE).state()).isEqualTo(Job.State.CANCELLED);
        demandStillThere(machine, boot);
    }

    @Test
    @Order(7)
    void whenTheOtherHostDiesTheMachineRunsOn() {
        Machine machine = client().machineNamed("off").orElseThrow();
        String boot = client().shell(machine.id(), "cat /proc/sys/kernel/random/boot_id");
        String target = other(machine.host());

        Job job = move(machine, target);
        awaitSending(job);
        fabric().kill(number(target));

        // Pando does not let anybody in while the job is at work: its host is asked.
        Poll.untilTrue(
                "the machine to run on where it was",
                SOON,
                () -> fabric().state(number(machine.host()), machine.domain()).equals("running"));
        client().cancel(job.id());
        fabric().revive(number(target));

        assertThat(client().await(job, Installation.PATIENCE).state()).isEqualTo(Job.State.CANCELLED);
        demandStillThere(machine, boot);
    }

    /** Wherever the server dies, the machine ends where it was to go, without a restart, and it never ran twice. */
    @Test
    @Order(8)
    void aMoveEndsWheneverTheServerDies() {
        Machine machine = client().machineNamed("off").orElseThrow();
        String boot = client().shell(machine.id(), "cat /proc/sys/kernel/random/boot_id");
        String target = other(machine.host());

        Job job = move(machine, target);
        awaitSending(job);
        server().killNow();
        server().start();

        client().awaitDone(job, Installation.PATIENCE);
        Machine after = client().machine(machine.id());
        assertThat(after.host()).isEqualTo(target);
        client().awaitAnswer(after, SOON);
        assertThat(client().shell(after.id(), "cat /proc/sys/kernel/random/boot_id"))
                .isEqualTo(boot);
        demandOnlyOn(after);
    }

    // --- many

    @Test
    @Order(9)
    void aDrainedHostIsEmptiedByOneJob() {
        Host full = host(client().machineNamed("off").orElseThrow().host());
        assertThat(client().post("/placement/rebalance", new RebalancePlacement(full.name()))
                        .text())
                .contains("Drain it first");
        client().post("/hosts/" + full.id() + "/drain", null).as(Host.class);
        PlacementRebalance planned =
                client().get("/placement/rebalance?host=" + full.name()).as(PlacementRebalance.class);
        assertThat(planned.left()).isEmpty();
        assertThat(planned.moves()).hasSize(full.machines()).allSatisfy(move -> {
            assertThat(move.from()).isEqualTo(full.name());
            assertThat(move.reason()).isEqualTo(full.name() + " is drained");
        });

        Job job = client().post("/placement/rebalance", new RebalancePlacement(full.name()))
                .as(Job.class);

        Job done = client().awaitDone(job, Installation.PATIENCE);
        assertThat(done.steps().getFirst().detail())
                .isEqualTo("%d of %d machines moved".formatted(full.machines(), full.machines()));
        assertThat(host(full.name()).machines()).isZero();
        client().allMachines().forEach(machine -> {
            client().awaitAnswer(machine, SOON);
            demandOnlyOn(machine);
        });
    }

    // --- words

    private Machine create(String name, Copy copy) {
        return client().awaitMachine(
                        client().createMachine(new CreateMachine(name, "tiny", copy, 1, Installation.TINY_MIB, null)),
                        Installation.PATIENCE);
    }

    private Plan plan(Machine machine, @Nullable String target) {
        return client().post("/machines/" + machine.id() + "/move?dryRun=true", new MoveMachine(target))
                .as(Plan.class);
    }

    private Job move(Machine machine, @Nullable String target) {
        return client().post("/machines/" + machine.id() + "/move", new MoveMachine(target))
                .as(Job.class);
    }

    private int count(Machine machine) {
        return Integer.parseInt(client().shell(machine.id(), "cat /dev/shm/count"));
    }

    /** Has the guest change its memory faster than it can be sent, so that a move takes long. */
    private void keepWriting(Machine machine) {
        client().shell(
                        machine.id(),
                        "(while true; do dd if=/dev/urandom of=/dev/shm/busy bs=1M count=40; done) > /dev/null 2>&1 & echo begun");
    }

    private void awaitSending(Job job) {
        Poll.untilTrue(
                "the machine to be sent",
                SOON,
                () -> client().job(job.id()).steps().stream()
                        .anyMatch(step -> step.name().equals("go-over")
                                && step.detail() != null
                                && step.detail().contains("MiB of memory")));
    }

    private void demandStillThere(Machine machine, String boot) {
        Machine now = client().machine(machine.id());
        assertThat(now.host()).isEqualTo(machine.host());
        assertThat(now.state()).isEqualTo(Machine.State.RUNNING);
        assertThat(client().shell(machine.id(), "cat /proc/sys/kernel/random/boot_id"))
                .isEqualTo(boot);
        demandOnlyOn(now);
    }

    /** The machine's own files and its domain are on one host, and on no other. */
    private void demandOnlyOn(Machine machine) {
        for (int number = 1; number <= HOSTS; number++) {
            boolean here = machine.host().equals("remote-" + number);
            assertThat(fabric().files(number, server().pool()).stream()
                            .filter(file -> file.startsWith("admin." + machine.name() + "-"))
                            .toList())
                    .as("files on remote-%d", number)
                    .satisfies(files -> assertThat(files.isEmpty()).isEqualTo(!here));
            assertThat(fabric().domains(number).contains(machine.domain()))
                    .as("domain on remote-%d", number)
                    .isEqualTo(here);
        }
    }

    private static void assertSameIdentity(Machine before, Machine after) {
        assertThat(after.uuid()).isEqualTo(before.uuid());
        assertThat(after.hardware().nics()).isEqualTo(before.hardware().nics());
        assertThat(after.hostname()).isEqualTo(before.hostname());
        assertThat(after.disk()).isEqualTo(before.disk());
    }

    private static String other(String host) {
        return "remote-" + (HOSTS + 1 - number(host));
    }

    private static int number(String host) {
        return Integer.parseInt(host.substring("remote-".length()));
    }

    private List<Host> hosts() {
        return client().get("/hosts?limit=100")
                .as(new TypeReference<Page<Host>>() {})
                .items();
    }

    private Host host(String name) {
        return hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Host await(String id, java.util.function.Predicate<Host> wanted) {
        return Poll.until(
                "the host to be as wanted: " + client().get("/hosts/" + id).text(),
                SOON,
                () -> Optional.of(client().get("/hosts/" + id).as(Host.class)).filter(wanted));
    }
}
