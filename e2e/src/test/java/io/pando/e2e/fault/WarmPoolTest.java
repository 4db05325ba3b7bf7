package io.pando.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.CreateMachine;
import io.pando.api.Host;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Plan;
import io.pando.api.SetWarmPool;
import io.pando.api.StageImage;
import io.pando.api.WarmPool;
import io.pando.e2e.fault.Boundaries.Point;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.Model;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Machines of a staged image that wait for whoever asks for one, whatever happens meanwhile. */
@Tag("guest")
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WarmPoolTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final PandoServer server = PandoServer.install("warm");
    private final Boundaries boundaries = new Boundaries(server);
    private final Ledger ledger = new Ledger(server);
    private Map<String, String> identifiers = Map.of();
    private String model = "";
    private String image = "";
    private int names;

    @BeforeAll
    void stage(@TempDir Path folder) throws Exception {
        boundaries.start(server);
        Model sample = new Model(server, folder, "tiny");
        identifiers = sample.identifiers();
        model = sample.imported("tiny", Installation.TINY_MIB).id();
        image = staged();
    }

    @AfterAll
    void removeEverything() {
        server.close();
    }

    private String staged() {
        return PandoClient.subject(
                client().awaitDone(client().stageImage(model, new StageImage(null, null)), Installation.PATIENCE));
    }

    private PandoClient client() {
        return server.administrator();
    }

    // --- what is asked for

    private WarmPool pool(String imageId) {
        return client().get("/images/%s/warm-pool".formatted(imageId)).as(WarmPool.class);
    }

    private void set(int size) {
        client().put("/images/%s/warm-pool".formatted(image), new SetWarmPool(size, null, null))
                .as(WarmPool.class);
    }

    private WarmPool awaitFull(int size) {
        return Poll.until("%d machines to wait".formatted(size), Installation.PATIENCE, () -> {
            WarmPool now = pool(image);
            return now.ready() == size && now.machines().size() == size ? Optional.of(now) : Optional.empty();
        });
    }

    private CreateMachine wanted(List<String> commands) {
        return new CreateMachine(
                "warm-" + ++names,
                image,
                null,
                null,
                null,
                new CreateMachine.Guest(null, new CreateMachine.Account("ada", "tremble", null), null, commands));
    }

    private Job create(List<String> commands) {
        return ledger.acknowledged(client().createMachine(wanted(commands)));
    }

    private Machine claimed(Job job) {
        assertThat(job.kind()).isEqualTo("machine.claim");
        return client().awaitMachine(job, Installation.PATIENCE);
    }

    private void delete(Machine... machines) {
        Stream.of(machines)
                .map(machine -> ledger.acknowledged(client().deleteMachine(machine.id())))
                .toList()
                .forEach(job -> client().awaitDone(job, Installation.PATIENCE));
    }

    private static double seconds(Job job) {
        return Duration.between(
                                job.createdAt(),
                                Optional.ofNullable(job.finishedAt()).orElseThrow())
                        .toMillis()
                / 1e3;
    }

    private List<Map.Entry<String, String>> own(Machine machine) {
        Certificate certificate = client().certificate(machine.id());
        assertThat(certificate.verdict()).as(certificate.summary()).isEqualTo(Certificate.Verdict.DISTINCT);
        return certificate.comparisons().stream()
                .flatMap(each -> each.own().stream().map(value -> Map.entry(each.field(), value)))
                .toList();
    }

    private void demandThatTheyDiffer(Machine... machines) {
        Map<Map.Entry<String, String>, String> owners = new HashMap<>();
        for (Machine machine : machines) {
            for (Map.Entry<String, String> value : own(machine)) {
                assertThat(owners.put(value, machine.name()))
                        .as("who else has the %s of %s", value, machine.name())
                        .isNull();
                assertThat(identifiers.values()).doesNotContain(value.getValue());
            }
        }
    }

    // --- the tests

    /**
     * Two who ask at once get the two that wait, each another one, and with what was asked for; nobody could tell them from machines that
     * were made for them, and the pool fills up again.
     */
    @Test
    @Order(1)
    void whoeverAsksGetsOneThatWaitsAndTheNextOneIsMade() {
        Job made = create(List.of());
        assertThat(made.kind()).isEqualTo("machine.deploy");
        Machine cold = client().awaitMachine(made, Installation.PATIENCE);

        set(2);
        WarmPool full = awaitFull(2);

        assertThat(full.problem()).isNull();
        assertThat(client().host().warm()).isEqualTo(2);
        assertThat(client().host().machines()).isEqualTo(1);
        assertThat(client().allMachines()).extracting(Machine::id).containsExactly(cold.id());
        ledger.demandBalance(BOUND);
        Plan plan = client().post("/machines?dryRun=true", wanted(List.of())).as(Plan.class);
        assertThat(plan.kind()).isEqualTo("machine.claim");
        assertThat(plan.effects()).extracting(Plan.Effect::subject).contains("Warm pool");

        Job first = create(List.of("echo claimed >/root/mark"));
        Job second = create(List.of());
        Machine one = claimed(first);
        Machine other = claimed(second);

        assertThat(client().shell(one.id(), "cat /root/mark; hostname; grep -c ^ada: /etc/passwd"))
                .isEqualTo("claimed\n" + one.hostname() + "\n1");
        assertThat(client().shell(other.id(), "hostname")).isEqualTo(other.hostname());
        demandThatTheyDiffer(cold, one, other);
        WarmPool again = awaitFull(2);
        assertThat(again.used()).isEqualTo(2);
        ledger.demandBalance(BOUND);
        System.out.printf(
                "A machine made for the request was ready after %.1f s, those that waited after %.1f s and %.1f s%n",
                seconds(client().job(made.id())),
                seconds(client().job(first.id())),
                seconds(client().job(second.id())));

        assertThat(server.virsh().run("domname", one.uuid()).strip()).contains("..warm-");
        assertThat(server.virsh().run("desc", one.uuid(), "--title").strip()).isEqualTo(one.name());
        client().awaitDone(client().power(one.id(), "restart"), Installation.PATIENCE);
        client().awaitAnswer(one, Installation.PATIENCE);
        assertThat(server.virsh().run("domname", one.uuid()).strip()).isEqualTo(one.domain());
        assertThat(client().shell(one.id(), "hostname; ls /dev/vd?")).isEqualTo(one.hostname() + "\n/dev/vda");
        delete(cold, one, other);
    }

    /** What is lost is made anew; what is on a host that is drained leaves, and comes back. */
    @Test
    @Order(2)
    void whatIsLostIsMadeAnewAndADrainedHostHasNone() {
        String lost = server.virsh().names("list").stream()
                .filter(name -> name.contains("..warm-"))
                .findFirst()
                .orElseThrow();

        server.virsh().run("destroy", lost);

        Poll.untilTrue(
                "it to be taken away",
                BOUND,
                () -> !server.virsh().names("list", "--all").contains(lost));
        awaitFull(2);
        Host host = client().host();
        client().post("/hosts/%s/drain".formatted(host.id()), null).as(Host.class);
        Poll.untilTrue(
                "those that wait to leave", BOUND, () -> pool(image).machines().isEmpty());
        assertThat(client().host().warm()).isZero();
        ledger.demandBalance(BOUND);
        client().post("/hosts/%s/undrain".formatted(host.id()), null).as(Host.class);
        awaitFull(2);
    }

    /** A claim that cannot be carried out takes the machine with it: it has heard by then whose it was to be. */
    @Test
    @Order(3)
    void aClaimThatFailsLeavesNothing() {
        Job job = create(List.of("false"));
        assertThat(job.kind()).isEqualTo("machine.claim");

        assertThat(client().await(job, Installation.PATIENCE).state()).isEqualTo(Job.State.FAILED);

        awaitFull(2);
        ledger.demandBalance(BOUND);
    }

    @Test
    @Order(4)
    void aClaimIsCarriedOutOnceWheneverTheServerDies() {
        boundaries.holdJobs();
        Job job = create(List.of("echo once >>/root/count"));
        assertThat(job.kind()).isEqualTo("machine.claim");

        killAt(
                job,
                new Point("machine.claim", "take", "AFTER_INTENT"),
                new Point("machine.claim", "take", "AFTER_COMMIT"),
                new Point("machine.claim", "provision", "AFTER_RUN"),
                new Point("machine.claim", "drop-seed", "AFTER_RUN"),
                new Point("machine.claim", "certify", "AFTER_RUN"));

        Machine machine = client().awaitMachine(job, BOUND);
        assertThat(client().shell(machine.id(), "cat /root/count")).isEqualTo("once");
        own(machine);
        awaitFull(2);
        delete(machine);
        ledger.demandBalance(BOUND);
    }

    @Test
    @Order(5)
    void aPoolIsFilledWithWhatIsWantedWheneverTheServerDies() {
        boundaries.holdJobs();
        set(3);
        Job job = Poll.until(
                "one to be made",
                BOUND,
                () -> client().jobs(Job.State.QUEUED, Job.State.RUNNING).stream()
                        .filter(each -> each.kind().equals("machine.warm"))
                        .findFirst());

        killAt(
                job,
                new Point("machine.warm", "copy-disk", "AFTER_RUN"),
                new Point("machine.warm", "write-seed", "AFTER_INTENT"),
                new Point("machine.warm", "define-domain", "AFTER_RUN"),
                new Point("machine.warm", "start", "AFTER_RUN"),
                new Point("machine.warm", "prepare", "AFTER_RUN"));

        client().awaitDone(job, BOUND);
        awaitFull(3);
        ledger.demandBalance(BOUND);
    }

    private void killAt(Job job, Point... points) {
        boundaries.stops(job, points);
        for (int kill = 0; kill < points.length; kill++) {
            boundaries.awaitReached(job, kill, points[kill], Installation.PATIENCE);
            server.killNow();
            if (kill == points.length - 1) {
                boundaries.letJobsPass();
            }
            boundaries.start(server);
        }
    }

    /** The pool goes on to a newer version; when it ends while one is being made, nothing is left. */
    @Test
    @Order(6)
    void goesOnToTheNextVersionAndEndsWithNothingLeft() {
        String older = image;
        image = staged();

        awaitFull(3);

        Poll.untilTrue(
                "the older ones to leave", BOUND, () -> pool(older).machines().isEmpty());
        assertThat(pool(older).size()).isZero();
        Machine machine = claimed(create(List.of()));
        assertThat(machine.imageId()).isEqualTo(image);
        assertThat(pool(image).used()).isEqualTo(5);
        delete(machine);
        client().awaitDone(client().delete("/images/" + older).as(Job.class), Installation.PATIENCE);

        set(5);
        set(0);

        Poll.untilTrue("all to leave", BOUND, () -> pool(image).machines().isEmpty());
        ledger.demandBalance(BOUND);

        set(1);
        Poll.untilTrue("one to be made", BOUND, () -> pool(image).making() == 1);
        client().awaitDone(client().delete("/images/" + image).as(Job.class), Installation.PATIENCE);
        ledger.demandBalance(BOUND);
        assertThat(server.virsh().names("list", "--all")).noneMatch(name -> name.contains("..warm-"));
    }
}
