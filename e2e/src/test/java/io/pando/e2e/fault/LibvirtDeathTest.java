package io.pando.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.GuestAccess;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.e2e.fault.Boundaries.Point;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.OwnLibvirt;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The host's libvirtd dies in the middle of jobs: guests run on, what was last known is still shown, and the jobs end well. */
@Tag("guest")
@Tag("faults")
class LibvirtDeathTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void guestsRunOnAndJobsEndWhenLibvirtIsBack() {
        try (OwnLibvirt libvirt = OwnLibvirt.start()) {
            PandoServer server = libvirt.install("virt");
            Boundaries boundaries = new Boundaries(server);
            Ledger ledger = new Ledger(server);
            boundaries.start(server);
            Installation.importTiny(server, "tiny", GuestAccess.AGENT);
            PandoClient client = server.administrator();
            Machine bystander = client.awaitMachine(
                    ledger.acknowledged(client.createMachine("bystander", "tiny")), Installation.PATIENCE);
            Poll.untilTrue(
                    "a picture of its screen",
                    SOON,
                    () -> client.get("/machines/" + bystander.id() + "/screen").status() == 200);

            boundaries.holdJobs();
            Point copying = new Point("machine.create", "copy-disk", "AFTER_INTENT");
            Point waiting = new Point("machine.create", "await-guest", "AFTER_INTENT");
            Job early = ledger.acknowledged(client.createMachine("early", "tiny"));
            boundaries.stops(early, copying);
            Job late = ledger.acknowledged(client.createMachine("late", "tiny"));
            boundaries.stops(late, waiting);
            boundaries.awaitReached(early, 0, copying, Installation.PATIENCE);
            boundaries.awaitReached(late, 0, waiting, Installation.PATIENCE);
            List<Long> guests = guests(server);
            assertThat(guests).hasSize(2);

            libvirt.killDaemon();
            boundaries.go(early, 0);
            boundaries.go(late, 0);
            Poll.untilTrue(
                    "the host to be seen as gone", SOON, () -> client.host().state() == Host.State.UNREACHABLE);

            Machine lastKnown = client.machine(bystander.id());
            assertThat(lastKnown.state()).isEqualTo(Machine.State.RUNNING);
            assertThat(lastKnown.stale()).isTrue();
            assertThat(lastKnown.stateSeenAt()).isNotNull();
            assertThat(client.get("/machines/" + bystander.id() + "/screen").status())
                    .as("its last picture")
                    .isEqualTo(200);
            assertThat(client.post("/machines/" + bystander.id() + "/exec", "{}")
                            .status())
                    .isGreaterThanOrEqualTo(400);
            assertThat(guests(server)).as("guests run on").isEqualTo(guests);
            assertThat(client.jobs(Job.State.RUNNING)).extracting(Job::id).contains(early.id(), late.id());

            libvirt.startDaemon();
            Poll.untilTrue("the host to be back", SOON, () -> client.host().state() == Host.State.ONLINE);
            Poll.untilTrue(
                    "the state to be confirmed",
                    SOON,
                    () -> !client.machine(bystander.id()).stale());
            for (Job job : List.of(early, late)) {
                Machine machine = client.awaitMachine(job, Installation.PATIENCE);
                assertThat(client.certificate(machine.id()).verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
                assertThat(client.shell(machine.id(), "hostname")).isEqualTo(machine.hostname());
            }
            assertThat(client.machine(bystander.id()).state()).isEqualTo(Machine.State.RUNNING);
            assertThat(guests(server)).as("the same processes still").containsAll(guests);
            ledger.demandBalance(SOON);
        }
    }

    /** Process numbers of the installation's guests. */
    private static List<Long> guests(PandoServer server) {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes
                    .filter(process ->
                            process.info().commandLine().orElse("").contains("guest=" + server.instance() + "."))
                    .map(ProcessHandle::pid)
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
