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
import io.pando.api.StageImage;
import io.pando.e2e.fault.Boundaries.Point;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Kills the server with SIGKILL at every boundary of every job, starts it again, and demands that within 60 s each job has come to
 * where it is to be killed next, or has ended, done or undone, and that then nothing is lost or left over.
 *
 * <p>The boundaries are not listed here: one job of each kind is run first and watched. A job is killed several times on its way, at
 * boundaries far from one another, and several jobs are held at a boundary of their own each, so that one kill hits them all.
 */
@Tag("guest")
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillHarnessTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    /** Jobs that are hit by one kill: few where each starts a machine or two, as all share the time until everything has to be well. */
    private static final int AT_ONCE = 5;

    private static final List<String> CHANGES = List.of(
            "machine.rename",
            "machine.resize",
            "machine.change",
            "snapshot.create",
            "snapshot.revert",
            "snapshot.delete");
    private static final List<String> NEED_A_SNAPSHOT = List.of("snapshot.revert", "snapshot.delete");
    /** Most kills that one job lives through. */
    private static final int KILLS = 10;
    /** Each import starts its master and a builder, which share the time until everything has to be well: so few of them. */
    private static final int KILLS_OF_IMPORTS = 16;

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
        watch(stage());
        Job failing = create(List.of("false"), Copy.LINKED);
        Job failingDeployment = deploy(List.of("false"));
        Job deployment = watch(deploy(List.of()));
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
        client.awaitDone(
                ledger.acknowledged(client.deleteMachine(PandoClient.subject(deployment))), Installation.PATIENCE);
        client.await(failingDeployment, Installation.PATIENCE);
        backward.put("machine.deploy", undoing(failingDeployment));
        backward.put("machine.create", undoing(failing));
        backward.put("image.import", undoing(cancelledImport(List.of())));
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
        forward.put(job.kind(), different(passed));
        return done;
    }

    /** Before a step begins nothing is otherwise than after the one that was before it: one kill is enough for both. */
    private static List<Point> different(List<Point> passed) {
        return passed.stream()
                .filter(point ->
                        point.equals(passed.getFirst()) || !point.moment().startsWith("BEFORE_"))
                .toList();
    }

    private List<Point> undoing(Job job) {
        List<Point> points =
                boundaries.passed(job).stream().filter(Point::undoes).toList();
        assertThat(points).as("undoing " + job.kind()).isNotEmpty();
        return different(points);
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

    /** Makes the next version of tiny. */
    private Job stage() {
        return ledger.acknowledged(server.administrator().stageImage("tiny", new StageImage(null, null)));
    }

    /** Makes a machine of the first version, which asks for its settings. */
    private Job deploy(List<String> commands) {
        return ledger.acknowledged(server.administrator()
                .createMachine(new CreateMachine(
                        "kill-" + ++names,
                        "tiny-v1",
                        Copy.LINKED,
                        1,
                        Installation.TINY_MIB,
                        new CreateMachine.Guest(null, null, null, commands))));
    }

    /** An import that is cancelled when everything up to the master's start is there, and held afterwards at some points. */
    private Job cancelledImport(List<Point> then) {
        Point held = new Point("image.import", "examine-master", "BEFORE_INTENT");
        boundaries.holdJobs();
        Job job = importTiny("cancelled-" + ++names);
        boundaries.stops(job, Stream.concat(Stream.of(held), then.stream()).toArray(Point[]::new));
        boundaries.awaitReached(job, 0, held, Installation.PATIENCE);
        server.administrator().cancel(job.id());
        boundaries.go(job, 0);
        if (then.isEmpty()) {
            boundaries.letJobsPass();
            assertThat(server.administrator().await(job, Installation.PATIENCE).state())
                    .isEqualTo(Job.State.CANCELLED);
        }
        return job;
    }

    // --- the kills

    /**
     * A job that is killed at several points.
     *
     * @param firstStop number of the stop at which the first kill takes place
     */
    private record Victim(Job job, List<Point> points, int firstStop) {}

    /** Has a job for each list of points, which is to be held at these. */
    private List<Victim> hold(List<List<Point>> chains, Function<List<Point>, Job> submit) {
        boundaries.holdJobs();
        List<Victim> victims = new ArrayList<>();
        for (List<Point> points : chains) {
            Job job = ledger.acknowledged(submit.apply(points));
            boundaries.stops(job, points.toArray(Point[]::new));
            victims.add(new Victim(job, points, 0));
        }
        return victims;
    }

    /** Kills the server whenever all are held, starts it again each time, and gives how the jobs have ended. */
    private List<Job> killAndRecover(List<Victim> victims) {
        int kills = victims.stream()
                .mapToInt(victim -> victim.points().size())
                .max()
                .orElseThrow();
        awaitHeld(victims, 0, Installation.PATIENCE);
        for (int kill = 1; kill < kills; kill++) {
            long began = killAndStart();
            awaitHeld(victims, kill, left(began));
        }
        boundaries.letJobsPass();
        long began = killAndStart();
        PandoClient client = server.administrator();
        List<Job> ended = victims.stream()
                .map(victim -> orSayWhere(victim, () -> client.await(victim.job(), left(began))))
                .toList();
        ledger.demandBalance(left(began));
        System.out.printf(
                "%.1f s after the last of %d kills all is well; they were at %s%n",
                (System.nanoTime() - began) / 1e9,
                kills,
                victims.stream().map(Victim::points).toList());
        return ended;
    }

    /** Waits until each that is to be killed so many times is where it is to be killed next. */
    private void awaitHeld(List<Victim> victims, int kill, Duration atMost) {
        long began = System.nanoTime();
        for (Victim victim : victims) {
            if (kill < victim.points().size()) {
                orSayWhere(victim, () -> {
                    Duration left = atMost.minusNanos(System.nanoTime() - began);
                    boundaries.awaitReached(
                            victim.job(),
                            victim.firstStop() + kill,
                            victim.points().get(kill),
                            left);
                    return victim;
                });
            }
        }
    }

    /** The moment of the kill. */
    private long killAndStart() {
        server.killNow();
        long now = System.nanoTime();
        boundaries.start(server);
        return now;
    }

    private <T> T orSayWhere(Victim victim, Supplier<T> action) {
        try {
            return action.get();
        } catch (AssertionError late) {
            throw new AssertionError(
                    "Killed at %s: %s\nServer's log:\n%s"
                            .formatted(
                                    victim.points(),
                                    server.administrator().job(victim.job().id()),
                                    server.log()),
                    late);
        }
    }

    private static Duration left(long began) {
        Duration left = BOUND.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void demand(Job.State state, List<Victim> victims, List<Job> ended) {
        for (int index = 0; index < victims.size(); index++) {
            assertThat(ended.get(index).state())
                    .as("killed at %s: %s", victims.get(index).points(), ended.get(index))
                    .isEqualTo(state);
        }
    }

    /** As few jobs as possible for all of one kind's points, with points from the whole job for each. */
    private static List<List<Point>> chains(List<Point> points) {
        return chains(points, KILLS);
    }

    private static List<List<Point>> chains(List<Point> points, int kills) {
        int jobs = (points.size() + kills - 1) / kills;
        return IntStream.range(0, jobs)
                .mapToObj(job -> IntStream.range(0, points.size())
                        .filter(index -> index % jobs == job)
                        .mapToObj(points::get)
                        .toList())
                .toList();
    }

    private static List<List<List<Point>>> rounds(List<Point> points) {
        return inRounds(chains(points));
    }

    /** A few chains at a time. */
    private static List<List<List<Point>>> inRounds(List<List<Point>> chains) {
        return IntStream.iterate(0, first -> first < chains.size(), first -> first + AT_ONCE)
                .mapToObj(first -> chains.subList(first, Math.min(first + AT_ONCE, chains.size())))
                .toList();
    }

    // --- machines

    @Test
    @Order(1)
    void aMachineThatCannotBeMadeLeavesNothingWheneverTheServerDies() {
        for (List<List<Point>> round : rounds(backward("machine.create"))) {
            List<Victim> victims = hold(round, points -> create(List.of("false"), Copy.LINKED));
            demand(Job.State.FAILED, victims, killAndRecover(victims));
        }
    }

    @Test
    @Order(2)
    void aMachineIsMadeOnceWheneverTheServerDies() {
        List<List<List<Point>>> rounds = rounds(forward("machine.create"));
        for (int round = 0; round < rounds.size(); round++) {
            Copy copy = round % 2 == 0 ? Copy.LINKED : Copy.FULL;
            List<Victim> victims = hold(rounds.get(round), points -> create(List.of("echo once >>/root/count"), copy));
            demand(Job.State.DONE, victims, killAndRecover(victims));
            demandThatTheyAnswer(victims);
            demandThatTheyDiffer(victims);
            if (round < rounds.size() - 1) {
                deleteAll(victims);
            }
        }
    }

    private void demandThatTheyAnswer(List<Victim> victims) {
        PandoClient client = server.administrator();
        for (Victim victim : victims) {
            Machine machine = client.machine(PandoClient.subject(victim.job()));
            assertThat(machine.state()).as("after %s", victim.points()).isEqualTo(Machine.State.RUNNING);
            assertThat(client.shell(machine.id(), "hostname; cat /root/count"))
                    .as("killed at %s: its name, and how often the command was run", victim.points())
                    .isEqualTo(machine.hostname() + "\nonce");
        }
    }

    /** Compares the certificates' readings with each other, besides what each certificate says. */
    private void demandThatTheyDiffer(List<Victim> victims) {
        PandoClient client = server.administrator();
        Map<String, String> owners = new HashMap<>();
        for (Victim victim : victims) {
            Certificate certificate = client.certificate(PandoClient.subject(victim.job()));
            assertThat(certificate.verdict())
                    .as("killed at %s: %s", victim.points(), certificate.summary())
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

    private void deleteAll(List<Victim> victims) {
        PandoClient client = server.administrator();
        List<Job> deletions = victims.stream()
                .map(victim -> ledger.acknowledged(client.deleteMachine(PandoClient.subject(victim.job()))))
                .toList();
        deletions.forEach(deletion -> client.awaitDone(deletion, Installation.PATIENCE));
    }

    @Test
    @Order(3)
    void stoppingAndSuspendingEndWheneverTheServerDies() {
        powerRound(Map.of(
                "machine.stop", new Change(Machine.State.RUNNING, Machine.State.STOPPED),
                "machine.suspend", new Change(Machine.State.RUNNING, Machine.State.SUSPENDED)));
    }

    @Test
    @Order(4)
    void startingAndResumingEndWheneverTheServerDies() {
        powerRound(Map.of(
                "machine.start", new Change(Machine.State.STOPPED, Machine.State.RUNNING),
                "machine.resume", new Change(Machine.State.SUSPENDED, Machine.State.RUNNING)));
    }

    @Test
    @Order(5)
    void restartingEndsWheneverTheServerDies() {
        powerRound(Map.of("machine.restart", new Change(Machine.State.RUNNING, Machine.State.RUNNING)));
    }

    /** What a job does to a machine's state. */
    private record Change(Machine.State from, Machine.State to) {}

    private void powerRound(Map<String, Change> changes) {
        PandoClient client = server.administrator();
        List<List<Point>> chains = changes.keySet().stream()
                .sorted()
                .flatMap(kind -> chains(forward(kind)).stream())
                .toList();
        List<Machine> machines = machines(chains.size());
        Map<List<Point>, Machine> chosen = new LinkedHashMap<>();
        for (int index = 0; index < chains.size(); index++) {
            List<Point> points = chains.get(index);
            bring(machines.get(index), change(changes, points).from());
            chosen.put(points, machines.get(index));
        }
        List<Victim> victims = hold(
                chains,
                points ->
                        client.power(machine(chosen, points).id(), kind(points).substring("machine.".length())));
        demand(Job.State.DONE, victims, killAndRecover(victims));
        chosen.forEach((points, machine) -> {
            Machine now = client.machine(machine.id());
            assertThat(now.state())
                    .as("killed at %s", points)
                    .isEqualTo(change(changes, points).to());
            if (now.state() == Machine.State.RUNNING) {
                client.awaitAnswer(now, Installation.PATIENCE);
            }
        });
    }

    private static String kind(List<Point> points) {
        return points.getFirst().kind();
    }

    private static Change change(Map<String, Change> changes, List<Point> points) {
        return Optional.ofNullable(changes.get(kind(points))).orElseThrow();
    }

    private static Machine machine(Map<List<Point>, Machine> chosen, List<Point> points) {
        return Optional.ofNullable(chosen.get(points)).orElseThrow();
    }

    private void bring(Machine machine, Machine.State state) {
        if (machine.state() == state) {
            return;
        }
        if (machine.state() != Machine.State.RUNNING) {
            power(machine, "start");
        }
        switch (state) {
            case STOPPED -> power(machine, "stop");
            case SUSPENDED -> power(machine, "suspend");
            default -> assertThat(state).isEqualTo(Machine.State.RUNNING);
        }
    }

    private void power(Machine machine, String action) {
        PandoClient client = server.administrator();
        client.awaitDone(ledger.acknowledged(client.power(machine.id(), action)), Installation.PATIENCE);
    }

    @Test
    @Order(6)
    void aChangeEndsWheneverTheServerDies() {
        PandoClient client = server.administrator();
        List<List<Point>> chains =
                CHANGES.stream().flatMap(kind -> chains(forward(kind)).stream()).toList();
        for (List<List<Point>> round : inRounds(chains)) {
            List<Machine> machines = machines(round.size());
            Map<List<Point>, Machine> chosen = new LinkedHashMap<>();
            for (int index = 0; index < round.size(); index++) {
                Machine machine = machines.get(index);
                bring(machine, Machine.State.RUNNING);
                chosen.put(round.get(index), machine);
                if (NEED_A_SNAPSHOT.contains(kind(round.get(index)))) {
                    client.awaitDone(change("snapshot.create", machine.id()), Installation.PATIENCE);
                }
            }
            List<Victim> victims = hold(
                    round,
                    points -> change(kind(points), machine(chosen, points).id()));
            demand(Job.State.DONE, victims, killAndRecover(victims));
            chosen.forEach((points, machine) -> {
                assertThat(client.machine(machine.id()).state())
                        .as("killed at %s", points)
                        .isEqualTo(Machine.State.RUNNING);
                client.awaitAnswer(machine, Installation.PATIENCE);
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
        for (List<List<Point>> round : rounds(forward("machine.delete"))) {
            List<Machine> machines = new ArrayList<>(machines(round.size()));
            List<Victim> victims = hold(
                    round,
                    points -> server.administrator()
                            .deleteMachine(machines.removeFirst().id()));
            demand(Job.State.DONE, victims, killAndRecover(victims));
        }
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
        for (List<List<Point>> round : inRounds(chains(forward("image.import"), KILLS_OF_IMPORTS))) {
            List<Victim> victims = hold(round, points -> importTiny("again-" + ++names));
            demand(Job.State.DONE, victims, killAndRecover(victims));
            PandoClient client = server.administrator();
            List<Job> deletions = new ArrayList<>();
            for (Victim victim : victims) {
                Image image = client.image(PandoClient.subject(victim.job()));
                assertThat(image.state()).as("killed at %s", victim.points()).isEqualTo(Image.State.READY);
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
        for (List<List<Point>> round : rounds(backward("image.import"))) {
            List<Victim> victims = round.stream()
                    .map(points -> new Victim(cancelledImport(points), points, 1))
                    .toList();
            demand(Job.State.CANCELLED, victims, killAndRecover(victims));
        }
    }

    // --- staging, and machines that ask for their settings

    /** Points of a job in the middle of steps that no other job has. */
    private static List<Point> within(List<Point> points, String... steps) {
        return points.stream()
                .filter(point -> List.of(steps).contains(point.step()))
                .filter(point ->
                        point.undoes() || List.of("AFTER_INTENT", "AFTER_RUN").contains(point.moment()))
                .toList();
    }

    /** Each kill hits all three. */
    @Test
    @Order(10)
    void stagingAndDeployingEndWheneverTheServerDies() {
        List<Point> staging = within(forward("image.stage"), "seal-disk", "copy-disk", "inspect-disk", "drop-draft");
        List<Point> deploying = within(forward("machine.deploy"), "write-seed", "provision", "drop-seed");
        List<Point> undoing = within(backward("machine.deploy"), "provision", "write-seed");
        Map<List<Point>, Supplier<Job>> submissions = Map.of(
                staging,
                this::stage,
                deploying,
                () -> deploy(List.of("echo once >>/root/count")),
                undoing,
                () -> deploy(List.of("false")));
        List<Victim> victims = hold(
                List.of(staging, deploying, undoing),
                points -> Optional.ofNullable(submissions.get(points))
                        .orElseThrow()
                        .get());
        List<Job> ended = killAndRecover(victims);
        demand(Job.State.DONE, victims.subList(0, 2), ended.subList(0, 2));
        demand(Job.State.FAILED, victims.subList(2, 3), ended.subList(2, 3));
        Image staged = server.administrator()
                .image(PandoClient.subject(victims.getFirst().job()));
        assertThat(staged.state()).isEqualTo(Image.State.READY);
        List<Victim> deployed = victims.subList(1, 2);
        demandThatTheyAnswer(deployed);
        demandThatTheyDiffer(deployed);
        deleteAll(deployed);
    }
}
