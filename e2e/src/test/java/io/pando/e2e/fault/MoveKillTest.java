package io.pando.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddHost;
import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.ExecuteCommand;
import io.pando.api.GuestAccess;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.MoveMachine;
import io.pando.api.Page;
import io.pando.e2e.fault.Boundaries.Point;
import io.pando.e2e.fixture.Fabric;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.core.type.TypeReference;

/** Kills the server with SIGKILL in each step of one move: the machine goes over once, without a restart, and nothing stays behind. */
@Tag("guest")
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveKillTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final PandoServer server = PandoServer.install("movekill")
            .with("pando.host.acceleration-probe", "3s")
            .with("pando.host.tick", "1s");
    private final Boundaries boundaries = new Boundaries(server);
    private @Nullable Fabric started;

    @BeforeAll
    void begin() {
        started = Fabric.start(2);
        boundaries.start(server);
        Installation.importTiny(server, "tiny", GuestAccess.AGENT);
        for (int number = 1; number <= 2; number++) {
            Host added = client().post(
                            "/hosts",
                            new AddHost("remote-" + number, fabric().address(number), null, null, null, null, null))
                    .as(Host.class);
            Poll.untilTrue("the host to answer", BOUND, () -> host(added.name()).state() == Host.State.ONLINE);
        }
        client().post("/hosts/" + host("local").id() + "/drain", null).as(Host.class);
    }

    @AfterAll
    void end() {
        server.close();
        if (started != null) {
            started.close();
        }
    }

    private Fabric fabric() {
        return Optional.ofNullable(started).orElseThrow();
    }

    private PandoClient client() {
        return server.administrator();
    }

    @Test
    void theMachineGoesOverOnceWheneverTheServerDies() {
        Machine machine = client().awaitMachine(
                        client().createMachine(new CreateMachine(
                                "moves", "tiny", Copy.LINKED, 1, Installation.TINY_MIB, null)),
                        Installation.PATIENCE);
        client().shell(machine.id(), "echo kept > /dev/shm/file");
        String target = machine.host().equals("remote-1") ? "remote-2" : "remote-1";
        Point[] points = Stream.of(
                        "bring-image AFTER_RUN",
                        "copy-volumes AFTER_INTENT",
                        "go-over AFTER_INTENT",
                        // It is there, and nobody has written it down.
                        "go-over AFTER_RUN",
                        "leave-source AFTER_INTENT",
                        "leave-source AFTER_RUN")
                .map(point -> point.split(" "))
                .map(words -> new Point("machine.move", words[0], words[1]))
                .toArray(Point[]::new);
        boundaries.holdJobs();
        Job job = client().post("/machines/" + machine.id() + "/move", new MoveMachine(target))
                .as(Job.class);
        boundaries.stops(job, points);

        for (int kill = 0; kill < points.length; kill++) {
            boundaries.awaitReached(job, kill, points[kill], Installation.PATIENCE);
            server.killNow();
            if (kill == points.length - 1) {
                boundaries.letJobsPass();
            }
            boundaries.start(server);
        }

        Job done = client().awaitDone(job, Installation.PATIENCE);
        assertThat(done.steps()).extracting(Job.Step::state).containsOnly(Job.StepState.DONE);
        Machine after = client().machine(machine.id());
        assertThat(after.host()).isEqualTo(target);
        Poll.untilTrue(
                "the guest to answer",
                BOUND,
                () -> client().post(
                                        "/machines/" + machine.id() + "/exec",
                                        new ExecuteCommand(List.of("true"), null, null))
                                .status()
                        == 200);
        assertThat(client().shell(machine.id(), "cat /dev/shm/file")).isEqualTo("kept");
        int source = target.equals("remote-1") ? 2 : 1;
        assertThat(fabric().domains(source)).doesNotContain(machine.domain());
        assertThat(fabric().files(source, server.pool())).noneMatch(file -> file.startsWith("admin.moves-"));
        assertThat(fabric().domains(3 - source)).contains(machine.domain());
    }

    private Host host(String name) {
        return client().get("/hosts?limit=100").as(new TypeReference<Page<Host>>() {}).items().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
