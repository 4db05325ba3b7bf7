package io.pando.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddDisk;
import io.pando.api.Certificate;
import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.CreateSnapshot;
import io.pando.api.GuestAccess;
import io.pando.api.Hardware;
import io.pando.api.Image;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.RenameMachine;
import io.pando.api.ResizeMachine;
import io.pando.api.Snapshot;
import io.pando.e2e.fault.Boundaries.Point;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Kills the server with SIGKILL at every boundary of every job, starts it again, and demands that within 60 s each job has ended,
 * done or undone, and that nothing is lost or left over.
 *
 * <p>The boundaries are not listed here: one job of each kind is run first and watched. Several jobs are held at a boundary of their
 * own each, and one kill hits them all.
 */
@Tag("guest")
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillHarnessTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    /** Jobs that are hit by one kill: few where each starts a machine or two, as all share the time until everything has to be well. */
    private static final int AT_ONCE = 3;
    private static final List<String> CHANGES = List.of(
            "machine.rename",
            "machine.resize",
            "machine.change",
            "snapshot.create",
            "snapshot.revert",
            "snapshot.delete");
    private static final List<String> NEED_A_SNAPSHOT = List.of("snapshot.revert", "snapshot.delete");

    private final PandoServer server = PandoServer.install("kill").with("pando.jobs.at-once", "16");
    private final Boundaries boundaries = new Boundaries(server);
    private final Ledger ledger = new Ledger(server);
    private final Map<String, List<Point>> forward = new LinkedHashMap<>();
    private final Map<String, List<Point>> backward = new LinkedHashMap<>();
    private int names;

    // --- finding the boundaries

    @BeforeAll
    void watchOneJobOfEachKind() {
        boundaries.start(server);
        PandoClient client = server.administrator();
        watch(importTiny("tiny"));
        Job failing = create(List.of("false"), Copy.LINKED);
        Job creation = watch(create(List.of(), Copy.LINKED));
        String machine = PandoClient.subject(creation);
        for (String action : List.of("stop", "start", "suspend", "resume", "restart")) {
            watch(client.power(machine, action));
        }
        for (String kind : CHANGES) {
            if (NEED_A_SNAPSHOT.contains(kind)) {
                client.awaitDone(change("snapshot.create", machine), Installation.PATIENCE);
            }
            watch(change(kind, machine));
        }
        watch(client.deleteMachine(machine));
        client.await(failing, Installation.PATIENCE);
        backward.put("machine.create", undoing(failing));
        backward.put("image.import", undoing(cancelledImport(null)));
        ledger.demandBalance(BOUND);
    }

    private Job watch(Job job) {
        Job done = server.administrator().awaitDone(ledger.acknowledged(job), Installation.PATIENCE);
        List<Point> passed = boundaries.passed(done);
        // The journal of the job says the same by another way: four boundaries for each of its steps, none forgotten.
        assertThat(passed)
                .as(job.kind())
                .containsExactlyElementsOf(done.steps().stream()
                        .flatMap(step -> Stream.of("BEFORE_INTENT", "AFTER_INTENT", "AFTER_RUN", "AFTER_COMMIT")
                                .map(moment -> new Point(job.kind(), step.name(), moment)))
                        .toList());
        forward.put(job.kind(), passed);
        return done;
    }

    private List<Point> undoing(Job job) {
        List<Point> points =
                boundaries.passed(job).stream().filter(Point::undoes).toList();
        assertThat(points).as("undoing " + job.kind()).isNotEmpty();
        return points;
    }

    private List<Point> forward(String kind) {
        return Optional.ofNullable(forward.get(kind)).orElseThrow();
    }

    private List<Point> backward(String kind) {
        return Optional.ofNullable(backward.get(kind)).orElseThrow();
    }

    @AfterAll
    void removeEverything() {
        server.close();
    }

    // --- the work that is interrupted

    private Job importTiny(String name) {
        return ledger.acknowledged(
                server.administrator().importImage(Installation.tinyImport(name, GuestAccess.AGENT)));
    }

    private Job create(List<String> commands, Copy copy) {
        return ledger.acknowledged(server.administrator()
                .createMachine(new CreateMachine(
                        "kill-" + ++names,
                        "tiny",
                        copy,
                        1,
                        Installation.TINY_MIB,
                        new CreateMachine.Guest(null, null, null, commands))));
    }

    /** An import that is cancelled when everything up to the master's start is there. */
    private Job cancelledImport(@Nullable Point then) {
        Point held = new Point("image.import", "examine-master", "BEFORE_INTENT");
        boundaries.holdJobs();
        Job job = importTiny("cancelled-" + ++names);
        if (then == null) {
            boundaries.stops(job, held);
        } else {
            boundaries.stops(job, held, then);
        }
        boundaries.awaitReached(job, 0, held, Installation.PATIENCE);
        server.administrator().cancel(job.id());
        boundaries.go(job, 0);
        if (then == null) {
            boundaries.letJobsPass();
            assertThat(server.administrator().await(job, Installation.PATIENCE).state())
                    .isEqualTo(Job.State.CANCELLED);
        }
        return job;
    }

    // --- one kill

    /** A job that is held at a point. */
    private record Held(Job job, Point point, int stop) {}

    /** Has a job for each point come to that point, all at once. */
    private List<Held> hold(List<Point> points, Function<Point, Job> submit) {
        boundaries.holdJobs();
        List<Held> held = new ArrayList<>();
        for (Point point : points) {
            Job job = ledger.acknowledged(submit.apply(point));
            boundaries.stops(job, point);
            held.add(new Held(job, point, 0));
        }
        return held;
    }

    /** Kills the server when all are held, starts it again, and gives how the jobs have ended. */
    private List<Job> killAndRecover(List<Held> held) {
        for (Held one : held) {
            boundaries.awaitReached(one.job(), one.stop(), one.point(), Installation.PATIENCE);
        }
        server.killNow();
        boundaries.letJobsPass();
        long began = System.nanoTime();
        boundaries.start(server);
        PandoClient client = server.administrator();
        List<Job> ended = new ArrayList<>();
        for (Held one : held) {
            try {
                ended.add(client.await(one.job(), left(began)));
            } catch (AssertionError late) {
                throw new AssertionError(
                        "Killed at %s: %s\nServer's log:\n%s"
                                .formatted(one.point(), client.job(one.job().id()), server.log()),
                        late);
            }
        }
        ledger.demandBalance(left(began));
        System.out.printf(
                "%.1f s after the kill at %s all is well%n",
                (System.nanoTime() - began) / 1e9,
                held.stream().map(Held::point).toList());
        return ended;
    }

    private static Duration left(long began) {
        Duration left = BOUND.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void demand(Job.State state, List<Held> held, List<Job> ended) {
        for (int index = 0; index < held.size(); index++) {
            assertThat(ended.get(index).state())
                    .as("killed at %s: %s", held.get(index).point(), ended.get(index))
                    .isEqualTo(state);
        }
    }

    /** As few rounds as possible, with points from the whole job in each: some have little left to do, some much. */
    private static List<List<Point>> rounds(List<Point> points) {
        int rounds = (points.size() + AT_ONCE - 1) / AT_ONCE;
        return IntStream.range(0, rounds)
                .mapToObj(round -> IntStream.range(0, points.size())
                        .filter(index -> index % rounds == round)
                        .mapToObj(points::get)
                        .toList())
                .toList();
    }

    // --- machines

    @Test
    @Order(1)
    void aMachineThatCannotBeMadeLeavesNothingWheneverTheServerDies() {
        for (List<Point> points : rounds(backward("machine.create"))) {
            List<Held> held = hold(points, point -> create(List.of("false"), Copy.LINKED));
            demand(Job.State.FAILED, held, killAndRecover(held));
        }
    }

    @Test
    @Order(2)
    void aMachineIsMadeOnceWheneverTheServerDies() {
        List<List<Point>> rounds = rounds(forward("machine.create"));
        for (int round = 0; round < rounds.size(); round++) {
            Copy copy = round % 2 == 0 ? Copy.LINKED : Copy.FULL;
            List<Held> held = hold(rounds.get(round), point -> create(List.of("echo once >>/root/count"), copy));
            List<Job> ended = killAndRecover(held);
            demand(Job.State.DONE, held, ended);
            demandThatTheyAnswer(held);
            demandThatTheyDiffer(held);
            if (round < rounds.size() - 1) {
                deleteAll(held);
            }
        }
    }

    private void demandThatTheyAnswer(List<Held> held) {
        PandoClient client = server.administrator();
        for (Held one : held) {
            Machine machine = client.machine(PandoClient.subject(one.job()));
            assertThat(machine.state()).as("after %s", one.point()).isEqualTo(Machine.State.RUNNING);
            assertThat(client.shell(machine.id(), "hostname; cat /root/count"))
                    .as("killed at %s: its name, and how often the command was run", one.point())
                    .isEqualTo(machine.hostname() + "\nonce");
        }
    }

    /** Compares the certificates' readings with each other, besides what each certificate says. */
    private void demandThatTheyDiffer(List<Held> held) {
        PandoClient client = server.administrator();
        Map<String, String> owners = new HashMap<>();
        for (Held one : held) {
            Certificate certificate = client.certificate(PandoClient.subject(one.job()));
            assertThat(certificate.verdict())
                    .as("killed at %s: %s", one.point(), certificate.summary())
                    .isEqualTo(Certificate.Verdict.DISTINCT);
            for (Certificate.Comparison comparison : certificate.comparisons()) {
                for (String value : comparison.own()) {
                    String other = owners.put(comparison.field() + " " + value, certificate.machine());
                    assertThat(other)
                            .as("who else has the %s of %s", comparison.field(), certificate.machine())
                            .isNull();
                }
            }
        }
    }

    private void deleteAll(List<Held> held) {
        PandoClient client = server.administrator();
        List<Job> deletions = held.stream()
                .map(one -> ledger.acknowledged(client.deleteMachine(PandoClient.subject(one.job()))))
                .toList();
        deletions.forEach(deletion -> client.awaitDone(deletion, Installation.PATIENCE));
    }

    @Test
    @Order(3)
    void stoppingAndSuspendingEndWheneverTheServerDies() {
        List<Point> points = joined("machine.stop", "machine.suspend");
        powerRound(points, Machine.State.RUNNING, (point, machine) -> switch (point.kind()) {
            case "machine.stop" -> Machine.State.STOPPED;
            default -> Machine.State.SUSPENDED;
        });
    }

    @Test
    @Order(4)
    void startingAndResumingEndWheneverTheServerDies() {
        List<Point> points = joined("machine.start", "machine.resume");
        PandoClient client = server.administrator();
        List<Machine> machines = machines(points.size());
        for (int index = 0; index < points.size(); index++) {
            Machine machine = machines.get(index);
            boolean start = points.get(index).kind().equals("machine.start");
            Machine.State from = start ? Machine.State.STOPPED : Machine.State.SUSPENDED;
            if (machine.state() != from) {
                if (machine.state() != Machine.State.RUNNING) {
                    client.awaitDone(client.power(machine.id(), "start"), Installation.PATIENCE);
                }
                client.awaitDone(client.power(machine.id(), start ? "stop" : "suspend"), Installation.PATIENCE);
            }
        }
        powerRound(points, null, (point, machine) -> Machine.State.RUNNING);
    }

    @Test
    @Order(5)
    void restartingEndsWheneverTheServerDies() {
        for (List<Point> points : rounds(forward("machine.restart"))) {
            powerRound(points, Machine.State.RUNNING, (point, machine) -> Machine.State.RUNNING);
        }
    }

    private interface Expected {
        Machine.State after(Point point, Machine machine);
    }

    private void powerRound(List<Point> points, Machine.@Nullable State from, Expected expected) {
        PandoClient client = server.administrator();
        List<Machine> machines = machines(points.size());
        if (from != null) {
            assertThat(machines).allMatch(machine -> machine.state() == from);
        }
        Map<Point, Machine> chosen = new LinkedHashMap<>();
        for (int index = 0; index < points.size(); index++) {
            chosen.put(points.get(index), machines.get(index));
        }
        List<Held> held = hold(
                points,
                point -> client.power(machine(chosen, point).id(), point.kind().substring("machine.".length())));
        demand(Job.State.DONE, held, killAndRecover(held));
        chosen.forEach((point, machine) -> {
            Machine now = client.machine(machine.id());
            assertThat(now.state()).as("killed at %s", point).isEqualTo(expected.after(point, machine));
            if (now.state() == Machine.State.RUNNING) {
                awaitAnswer(now);
            }
        });
    }

    private static Machine machine(Map<Point, Machine> chosen, Point point) {
        return Optional.ofNullable(chosen.get(point)).orElseThrow();
    }

    private void awaitAnswer(Machine machine) {
        Poll.untilTrue(
                "an answer of " + machine.name(),
                Installation.PATIENCE,
                () -> server.administrator()
                                .post(
                                        "/machines/" + machine.id() + "/exec",
                                        new io.pando.api.ExecuteCommand(List.of("true"), null, null))
                                .status()
                        == 200);
    }

    @Test
    @Order(6)
    void aChangeEndsWheneverTheServerDies() {
        PandoClient client = server.administrator();
        List<Point> points =
                CHANGES.stream().flatMap(kind -> forward(kind).stream()).toList();
        for (List<Point> round : rounds(points)) {
            List<Machine> machines = machines(round.size());
            Map<Point, Machine> chosen = new LinkedHashMap<>();
            for (int index = 0; index < round.size(); index++) {
                Machine machine = machines.get(index);
                chosen.put(round.get(index), machine);
                if (NEED_A_SNAPSHOT.contains(round.get(index).kind())) {
                    client.awaitDone(change("snapshot.create", machine.id()), Installation.PATIENCE);
                }
            }
            List<Held> held = hold(
                    round, point -> change(point.kind(), machine(chosen, point).id()));
            demand(Job.State.DONE, held, killAndRecover(held));
            chosen.forEach((point, machine) -> {
                assertThat(client.machine(machine.id()).state())
                        .as("killed at %s", point)
                        .isEqualTo(Machine.State.RUNNING);
                awaitAnswer(machine);
                tidy(machine.id());
            });
        }
    }

    /** Asks for a change of this kind; a snapshot is made anew, the newest one is gone back to or deleted. */
    private Job change(String kind, String machine) {
        PandoClient client = server.administrator();
        return ledger.acknowledged(
                switch (kind) {
                    case "machine.rename" ->
                        client.change("POST", machine, "rename", new RenameMachine("kill-" + ++names));
                    case "machine.resize" ->
                        client.change(
                                "POST",
                                machine,
                                "resize",
                                new ResizeMachine(
                                        null,
                                        null,
                                        null,
                                        client.machine(machine)
                                                        .hardware()
                                                        .disks()
                                                        .getFirst()
                                                        .size()
                                                + (16 << 20)));
                    case "machine.change" -> client.change("POST", machine, "disks", new AddDisk(16 << 20));
                    case "snapshot.create" ->
                        client.change("POST", machine, "snapshots", new CreateSnapshot("kept " + ++names, null, true));
                    case "snapshot.revert" ->
                        client.change("POST", machine, "snapshots/" + newestSnapshot(machine) + "/revert", null);
                    case "snapshot.delete" ->
                        client.change("DELETE", machine, "snapshots/" + newestSnapshot(machine), null);
                    default -> throw new IllegalArgumentException(kind);
                });
    }

    private String newestSnapshot(String machine) {
        return server.administrator().snapshots(machine).getLast().id();
    }

    /** Takes away what changes have left, so that the machine can be used again. */
    private void tidy(String machine) {
        PandoClient client = server.administrator();
        for (Snapshot snapshot : client.snapshots(machine)) {
            client.awaitDone(
                    ledger.acknowledged(client.change("DELETE", machine, "snapshots/" + snapshot.id(), null)),
                    Installation.PATIENCE);
        }
        for (Hardware.Disk disk :
                client.machine(machine).hardware().disks().stream().skip(1).toList()) {
            client.awaitDone(
                    ledger.acknowledged(client.change("DELETE", machine, "disks/" + disk.name(), null)),
                    Installation.PATIENCE);
        }
    }

    @Test
    @Order(7)
    void aDeletedMachineIsGoneWheneverTheServerDies() {
        for (List<Point> points : rounds(forward("machine.delete"))) {
            List<Machine> machines = new ArrayList<>(machines(points.size()));
            List<Held> held = hold(
                    points,
                    point -> server.administrator()
                            .deleteMachine(machines.removeFirst().id()));
            demand(Job.State.DONE, held, killAndRecover(held));
        }
    }

    private List<Point> joined(String first, String second) {
        return Stream.concat(forward(first).stream(), forward(second).stream()).toList();
    }

    /** Machines that are there, and where they are too few, new ones. */
    private List<Machine> machines(int count) {
        PandoClient client = server.administrator();
        List<Job> missing = IntStream.range(client.allMachines().size(), count)
                .mapToObj(index -> create(List.of(), Copy.LINKED))
                .toList();
        missing.forEach(job -> client.awaitDone(job, Installation.PATIENCE));
        return client.allMachines().stream()
                .sorted(java.util.Comparator.comparing(Machine::createdAt))
                .limit(count)
                .toList();
    }

    // --- images

    @Test
    @Order(8)
    void anImageIsImportedOnceWheneverTheServerDies() {
        for (List<Point> points : rounds(forward("image.import"))) {
            List<Held> held = hold(points, point -> importTiny("again-" + ++names));
            demand(Job.State.DONE, held, killAndRecover(held));
            PandoClient client = server.administrator();
            List<Job> deletions = new ArrayList<>();
            for (Held one : held) {
                Image image = client.image(PandoClient.subject(one.job()));
                assertThat(image.state()).as("killed at %s", one.point()).isEqualTo(Image.State.READY);
                assertThat(image.sha256()).isEqualTo(client.image("tiny").sha256());
                deletions.add(ledger.acknowledged(
                        client.delete("/images/" + image.id()).as(Job.class)));
            }
            deletions.forEach(deletion -> client.awaitDone(deletion, Installation.PATIENCE));
        }
    }

    @Test
    @Order(9)
    void aCancelledImportLeavesNothingWheneverTheServerDies() {
        for (List<Point> points : rounds(backward("image.import"))) {
            List<Held> held = points.stream()
                    .map(point -> new Held(cancelledImport(point), point, 1))
                    .toList();
            demand(Job.State.CANCELLED, held, killAndRecover(held));
        }
    }
}
