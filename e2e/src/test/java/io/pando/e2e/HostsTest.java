package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddHost;
import io.pando.api.Certificate;
import io.pando.api.ConsoleTicket;
import io.pando.api.CreateMachine;
import io.pando.api.CreateMachine.Where;
import io.pando.api.GuestAccess;
import io.pando.api.Hardware;
import io.pando.api.Host;
import io.pando.api.HostHistory;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.MachinePlacement;
import io.pando.api.Network;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.SetLifetime;
import io.pando.api.StopMachine;
import io.pando.e2e.fixture.Answer;
import io.pando.e2e.fixture.Fabric;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import io.pando.e2e.fixture.Program;
import io.pando.e2e.fixture.ScreenClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;

/** Machines on several hosts, reached by TLS and, one of them, by SSH: where they go, how their image gets there, and what becomes of hosts that are out. */
@Tag("guest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostsTest {
    private static final int HOSTS = 3;
    /** The host that is reached by SSH. */
    private static final int BY_SSH = 3;

    private static final Duration SOON = Duration.ofSeconds(60);

    private @Nullable Fabric fabric;
    private @Nullable PandoServer server;
    private @Nullable String bySsh;
    private @Nullable Path knownHosts;

    @BeforeAll
    void begin(@TempDir Path folder) {
        knownHosts = folder.resolve("known_hosts");
        fabric = Fabric.start(HOSTS);
        bySsh = fabric.answerBySsh(BY_SSH);
        server = PandoServer.install("hosts")
                .with("pando.host.ssh-key", fabric.sshKey().toString())
                .with("pando.host.ssh-known-hosts", knownHosts().toString())
                .with("pando.host.acceleration-probe", "3s")
                .with("pando.host.tick", "1s")
                .start();
        Installation.importTiny(server, "tiny", GuestAccess.AGENT);
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

    private Path knownHosts() {
        return Optional.ofNullable(knownHosts).orElseThrow();
    }

    /** The address by which a host is added. */
    private String address(int host) {
        return host == BY_SSH ? Optional.ofNullable(bySsh).orElseThrow() : fabric().address(host);
    }

    private PandoClient client() {
        return server().administrator();
    }

    // --- hosts come

    @Test
    @Order(1)
    void aHostThatCannotBeUsedIsRefusedWithItsReason() {
        Map<String, String> hosts = Map.of(
                fabric().address(1, "stranger"),
                "it does not trust Pando's certificate",
                fabric().address(1, "mistrusting"),
                "its certificate is not one that Pando trusts for this address",
                fabric().address(1).replace("/system", ":16999/system"),
                "nothing listens there",
                fabric().address(1).replaceFirst("//[^/]+/", "//nowhere.invalid/"),
                "its name is not known",
                "qemu+tls://127.0.0.1/system?pkipath=/nonexistent",
                "Pando has no usable certificate for it");
        hosts.forEach(this::demandRefusal);
        assertThat(hosts()).hasSize(1);
    }

    private void demandRefusal(String address, String reason) {
        Answer refused = client().post("/hosts", wanted("bad", address));
        assertThat(refused.status()).as(address).isEqualTo(503);
        assertThat(refused.text()).as(address).contains(reason).contains("\"help\"");
        Plan plan = client().post("/hosts?dryRun=true", wanted("bad", address)).as(Plan.class);
        assertThat(plan.feasible()).as(address).isFalse();
        assertThat(plan.refused())
                .as(address)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).startsWith(reason));
    }

    /** As it is told of the one and then of the other. */
    @Test
    @Order(1)
    void aHostBySshIsRefusedUntilEachKnowsTheOthersKey() throws Exception {
        demandRefusal(address(BY_SSH), "its SSH host key is not known");

        Files.writeString(knownHosts(), fabric().knownHost(BY_SSH));
        String own = Files.readString(Path.of(fabric().sshKey() + ".pub"));
        // Somebody else's.
        fabric().letInBySsh(BY_SSH, fabric().knownHost(BY_SSH).replaceFirst("^\\S+ ", ""));
        demandRefusal(address(BY_SSH), "it does not let Pando's SSH key in");

        fabric().letInBySsh(BY_SSH, own);
        assertThat(client().post("/hosts?dryRun=true", wanted("good", address(BY_SSH)))
                        .as(Plan.class)
                        .feasible())
                .isTrue();
    }

    @Test
    @Order(2)
    void aHostThatIsAddedAllTheSameSaysWhyItIsOut() {
        Host added = client().post("/hosts?force=true", wanted("bad", fabric().address(1, "stranger")))
                .as(Host.class);

        Host out = await(added.id(), host -> host.state() == Host.State.UNREACHABLE);

        assertThat(out.problem()).contains("it does not trust Pando's certificate");
        assertThat(out.help()).isNotBlank();
        assertThat(client().delete("/hosts/" + added.id()).status()).isEqualTo(204);
        assertThat(client().get("/hosts/" + added.id()).status()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void hostsAreAddedOnce() {
        Plan plan = client().post("/hosts?dryRun=true", wanted("remote-1", fabric().address(1)))
                .as(Plan.class);
        assertThat(plan.feasible()).as("%s", plan).isTrue();
        assertThat(plan.effects()).extracting(Plan.Effect::subject).contains("Computer", "Pool", "Network");

        List<Host> added = IntStream.rangeClosed(1, HOSTS)
                .mapToObj(number -> client().post("/hosts", wanted("remote-" + number, address(number)))
                        .as(Host.class))
                .toList();

        added.forEach(host -> await(host.id(), now -> now.state() == Host.State.ONLINE));
        Answer again = client().post("/hosts", wanted("again", fabric().address(1)));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("is the host remote-1 already");
        assertThat(client().post("/hosts", wanted("remote-1", "test:///default"))
                        .status())
                .isEqualTo(409);
        Host labelled = client().send(
                        "PATCH", "/hosts/" + added.getFirst().id(), "{\"labels\":[\"zone=a\",\"ssd\"]}", Map.of())
                .as(Host.class);
        assertThat(labelled.labels()).containsExactly("ssd", "zone=a");
        Poll.untilTrue(
                "two looks at the host",
                SOON,
                () -> client().get("/hosts/" + added.getFirst().id() + "/history")
                                .as(HostHistory.class)
                                .samples()
                                .size()
                        >= 2);
    }

    // --- machines go where they fit

    @Test
    @Order(4)
    void theImageIsCopiedOnceAndTheNextMachineGoesWhereItIs() {
        drain("local", true);
        Job first = client().createMachine(linked("first"));
        Job second = client().createMachine(linked("second"));
        // Whatever the server was about in that moment, it goes on where it was or begins anew.
        Poll.untilTrue(
                "the copy to begin",
                SOON,
                () -> IntStream.rangeClosed(1, HOSTS)
                        .anyMatch(number ->
                                !fabric().files(number, server().pool()).isEmpty()));
        server().killNow();
        server().start();

        Machine one = client().awaitMachine(first, Installation.PATIENCE);
        Machine two = client().awaitMachine(second, Installation.PATIENCE);

        assertThat(one.host()).startsWith("remote-");
        assertThat(two.host()).isEqualTo(one.host());
        List<String> brought = List.of(brought(client().job(first.id())), brought(client().job(second.id())));
        assertThat(brought)
                .filteredOn(detail -> detail.contains("copied there"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(brought)
                .filteredOn(detail -> detail.contains("is there already"))
                .isNotEmpty();
        assertThat(files(one.host()))
                .filteredOn(file -> file.startsWith("image-"))
                .hasSize(1);
        assertThat(client().certificate(one.id()).verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
        assertThat(client().shell(one.id(), "hostname")).isEqualTo(one.hostname());
        MachinePlacement placement =
                client().get("/machines/" + one.id() + "/placement").as(MachinePlacement.class);
        assertThat(placement.replays()).isTrue();
        assertThat(placement.decision().refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.host()).isEqualTo("local"));
    }

    @Test
    @Order(5)
    void aDrainedHostAndOneThatWasKilledGetNothing() {
        Machine there = client().machineNamed("first").orElseThrow();
        drain(there.host(), true);
        String next = plannedHost(plan("third"));
        assertThat(next).startsWith("remote-").isNotEqualTo(there.host());

        fabric().kill(number(next));
        await(host(next).id(), host -> host.state() == Host.State.UNREACHABLE);
        Plan plan = plan("third");
        assertThat(plannedHost(plan))
                .startsWith("remote-")
                .isNotEqualTo(there.host())
                .isNotEqualTo(next);
        assertThat(plan.refused())
                .extracting(Plan.Refusal::subject)
                .containsExactlyInAnyOrder("Host local", "Host " + there.host(), "Host " + next);
        assertThat(plan.refused())
                .filteredOn(refusal -> refusal.subject().equals("Host " + next))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).startsWith("it does not answer ("));

        drain(plannedHost(plan), true);
        Answer nowhere = client().post("/machines", linked("third"));
        assertThat(nowhere.status()).isEqualTo(507);
        assertThat(nowhere.text()).contains("None of the 4 hosts fits");

        fabric().revive(number(next));
        await(host(next).id(), host -> host.state() == Host.State.ONLINE);
        assertThat(plannedHost(plan("third"))).isEqualTo(next);
        hosts().forEach(host -> drain(host.name(), host.name().equals("local")));
        assertThat(client().machine(there.id()).state()).isEqualTo(Machine.State.RUNNING);
    }

    /** Somebody may stand between, or it was installed anew. */
    @Test
    @Order(6)
    void aHostWhoseSshKeyHasChangedIsOutUntilSomebodySaysThatItIsRight() throws Exception {
        Host host = host("remote-" + BY_SSH);

        fabric().changeSshHostKey(BY_SSH);

        Host out = await(
                host.id(),
                now -> now.state() == Host.State.UNREACHABLE
                        && String.valueOf(now.problem()).contains("its SSH host key is another one than before"));
        assertThat(out.help()).contains("somebody may stand between").contains("known hosts");
        Plan plan = plan("third");
        assertThat(plan.refused())
                .filteredOn(refusal -> refusal.subject().equals("Host " + host.name()))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).contains("its SSH host key is another one"));
        assertThat(plannedHost(plan)).isNotEqualTo(host.name());

        Files.writeString(knownHosts(), fabric().knownHost(BY_SSH));
        await(host.id(), now -> now.state() == Host.State.ONLINE);
    }

    /** Machines go apart and together as they were asked to, and are suspended when their time is over. */
    @Test
    @Order(7)
    void aRequestSaysWhereAndForHowLong() {
        Where apart = new Where(null, null, List.of("web"), null);
        Job primary = client().createMachine(
                        linked("web-1").withLabels(List.of("web", "primary")).withWhere(apart));
        Job secondary = client().createMachine(
                        linked("web-2").withLabels(List.of("web")).withWhere(apart));
        Job near = client().createMachine(linked("near-1").withWhere(new Where(null, List.of("primary"), null, null)));
        CreateMachine shortly = linked("short-1")
                .withWhere(new Where(List.of("ssd"), null, null, null))
                .withNetwork(Network.NONE)
                .withLifetime("P1D");
        Plan plan = client().post("/machines?dryRun=true", shortly).as(Plan.class);
        assertThat(plan.refused())
                .extracting(Plan.Refusal::reason)
                .filteredOn(reason -> reason.contains("it does not have the label ssd"))
                .hasSize(HOSTS);
        Job brief = client().createMachine(shortly);

        Machine web = client().awaitMachine(primary, Installation.PATIENCE);
        assertThat(client().awaitMachine(secondary, Installation.PATIENCE).host())
                .startsWith("remote-")
                .isNotEqualTo(web.host());
        assertThat(client().awaitMachine(near, Installation.PATIENCE).host()).isEqualTo(web.host());
        Machine offline = client().awaitMachine(brief, Installation.PATIENCE);
        assertThat(offline.host()).isEqualTo("remote-1");
        assertThat(offline.hardware().nics())
                .extracting(Hardware.Nic::connected)
                .containsOnly(false);
        assertThat(client().shell(offline.id(), "cat /sys/class/net/eth0/carrier; true"))
                .doesNotContain("1");

        assertThat(offline.expiresAt()).isEqualTo(offline.createdAt().plus(Duration.ofDays(1)));
        Instant end = Instant.now().plusSeconds(61);
        client().put("/machines/" + offline.id() + "/lifetime", new SetLifetime(end))
                .as(Machine.class);
        Poll.untilTrue(
                "its time to be over",
                Installation.PATIENCE,
                () -> client().machine(offline.id()).state() == Machine.State.SUSPENDED);
        assertThat(Instant.now()).isAfterOrEqualTo(end);
        Job suspended = client().job(
                        Optional.ofNullable(client().machine(offline.id()).jobId())
                                .orElseThrow());
        assertThat(suspended.title()).isEqualTo("Suspend machine short-1: its time is over");
        Answer refused = client().post("/machines/" + offline.id() + "/resume", null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("Its time is over.").contains("pando machine extend short-1 2d");
        Machine extended = client().put("/machines/" + offline.id() + "/lifetime", new SetLifetime(null))
                .as(Machine.class);
        assertThat(extended.expiresAt()).isNull();
        client().awaitDone(client().power(offline.id(), "resume"), Installation.PATIENCE);
        assertThat(client().machine(offline.id()).state()).isEqualTo(Machine.State.RUNNING);

        List.of("web-1", "web-2", "near-1", "short-1").stream()
                .map(name -> client().deleteMachine(
                                client().machineNamed(name).orElseThrow().id()))
                .toList()
                .forEach(job -> client().awaitDone(job, Installation.PATIENCE));
    }

    @Test
    @Order(8)
    void aStoppedMachineStartsOnlyWhereThereIsRoom() {
        Machine stopped = client().machineNamed("first").orElseThrow();
        client().awaitDone(client().power(stopped.id(), "stop"), Installation.PATIENCE);
        hosts().forEach(host -> drain(host.name(), !host.name().equals(stopped.host())));
        Host.Memory memory = Optional.ofNullable(host(stopped.host()).memory()).orElseThrow();
        int left = stopped.memoryMiB() / 2;
        int memoryMiB = (int) ((memory.total() - memory.committed()) >> 20) - 512 - left;
        Job other = client().createMachine(new CreateMachine("large", "tiny", null, 1, memoryMiB, null));

        Answer refused = client().post("/machines/" + stopped.id() + "/start", null);

        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.text())
                .contains("The host %s has no room for the running first now".formatted(stopped.host()))
                .contains("Stop machines on that host, wait until some have stopped, or move this one");
        Plan plan = client().post("/machines/" + stopped.id() + "/start?dryRun=true", null)
                .as(Plan.class);
        assertThat(plan.feasible()).isFalse();
        assertThat(plan.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("memoryMiB"));
        client().cancel(other.id());
        client().await(other, Installation.PATIENCE);
        client().awaitDone(client().power(stopped.id(), "start"), Installation.PATIENCE);
        hosts().forEach(host -> drain(host.name(), host.name().equals("local")));
    }

    @Test
    @Order(9)
    void aHostThatIsUsedStaysAndOneThatIsNotGoes() {
        Machine there = client().machineNamed("first").orElseThrow();
        Answer used = client().delete("/hosts/" + host(there.host()).id());
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.text()).contains("2 machines are on the host " + there.host());
        assertThat(host(there.host()).drained()).isFalse();

        Host unused = unused();
        assertThat(client().delete("/hosts/" + unused.id()).status()).isEqualTo(204);
        client().post("/hosts", wanted(unused.name(), address(number(unused.name()))))
                .as(Host.class);
        await(host(unused.name()).id(), host -> host.state() == Host.State.ONLINE);
    }

    private Host unused() {
        return hosts().stream()
                .filter(host -> host.machines() == 0 && host.name().startsWith("remote-"))
                .findFirst()
                .orElseThrow();
    }

    /** The image takes more than was written down of it, so that there is room for it until the last moment. */
    @Test
    @Order(10)
    void aPoolThatIsFullInTheMiddleOfACopyEndsTheJobAndKeepsNothing() throws Exception {
        Host unused = unused();
        int number = number(unused.name());
        assertThat(client().delete("/hosts/" + unused.id()).status()).isEqualTo(204);
        Path image = image("tiny");
        long size = Files.size(image);
        String small = "/var/lib/libvirt/images/small";
        runInside(number, "mkdir", "-p", small);
        runInside(number, "mount", "-t", "tmpfs", "-o", "size=" + (size + (80 << 20)), "tmpfs", small);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            Host host = client().post(
                            "/hosts",
                            new AddHost(
                                    unused.name(),
                                    address(number),
                                    null,
                                    server().pool() + "-small",
                                    small,
                                    null,
                                    null))
                    .as(Host.class);
            await(host.id(), now -> now.state() == Host.State.ONLINE);
            hosts().forEach(other -> drain(other.name(), !other.id().equals(host.id())));
            byte[] further = new byte[100 << 20];
            new Random(1).nextBytes(further);
            file.write(ByteBuffer.wrap(further), size);

            Job job = client().await(client().createMachine(linked("squeezed")), Installation.PATIENCE);

            assertThat(job.state()).isEqualTo(Job.State.FAILED);
            assertThat(job.problem()).satisfies(problem -> {
                assertThat(problem.status()).isEqualTo(507);
                assertThat(problem.detail()).containsIgnoringCase("no space left");
                assertThat(problem.help()).isNotBlank();
            });
            assertThat(client().machineNamed("squeezed")).isEmpty();
            assertThat(runInside(number, "find", small, "-type", "f")).isBlank();
            assertThat(client().delete("/hosts/" + host.id()).status()).isEqualTo(204);
            file.truncate(size);
        }
        Program.output("virsh", "--connect", fabric().address(number), "pool-destroy", server().pool() + "-small");
        Program.output("virsh", "--connect", fabric().address(number), "pool-undefine", server().pool() + "-small");
        runInside(number, "umount", small);
        client().post("/hosts", wanted(unused.name(), address(number))).as(Host.class);
        await(host(unused.name()).id(), host -> host.state() == Host.State.ONLINE);
        hosts().forEach(host -> drain(host.name(), host.name().equals("local")));
    }

    private Path image(String name) throws IOException {
        try (Stream<Path> files = Files.list(server().poolFolder())) {
            return files.filter(file -> file.getFileName().toString().startsWith("image-" + name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String runInside(int host, String... command) {
        Program.Ended ended = fabric().runInside(host, command);
        assertThat(ended.exitCode()).as("%s", ended).isZero();
        return ended.output();
    }

    // --- screens of machines elsewhere

    @Test
    @Order(11)
    void theScreenOfAMachineElsewhereIsOpenedThroughLibvirt() {
        Machine there = client().machineNamed("first").orElseThrow();
        assertThat(there.host()).startsWith("remote-");
        ConsoleTicket ticket = ScreenClient.ticket(client(), there.id());
        List<ScreenClient> viewers = new ArrayList<>();
        try {
            viewers.add(look(ticket));
            assertThat(ScreenClient.refusal(server().address(), ticket)).isEqualTo(403);
            // As many as the host lets, at once.
            for (int viewer = 1; viewer < 4; viewer++) {
                viewers.add(look(ScreenClient.ticket(client(), there.id())));
            }
            ScreenClient tooMany = ScreenClient.open(server().address(), ScreenClient.ticket(client(), there.id()));
            assertThat(tooMany.awaitClosed().code()).isEqualTo(4005);
            viewers.removeFirst().close();
            viewers.add(Poll.until("the place of whoever left to be free", SOON, () -> greeted(there)));

            fabric().kill(number(there.host()));
            assertThat(viewers)
                    .allSatisfy(viewer -> assertThat(viewer.awaitClosed())
                            .isEqualTo(new ScreenClient.Closed(4003, "The console was lost.")));
        } finally {
            viewers.forEach(ScreenClient::close);
            fabric().revive(number(there.host()));
        }
        await(host(there.host()).id(), host -> host.state() == Host.State.ONLINE);
        look(ScreenClient.ticket(client(), there.id())).close();
    }

    /** Until then it says so, instead of showing nothing. */
    @Test
    @Order(12)
    void aMachineOfAnEarlierPandoShowsItsScreenFromItsNextStart() throws IOException {
        Machine there = client().machineNamed("second").orElseThrow();
        int number = number(there.host());
        String domain = there.domain();
        client().awaitDone(
                        client().post("/machines/" + there.id() + "/stop", new StopMachine(true, null))
                                .as(Job.class),
                        SOON);
        String earlier = fabric().virsh(number, "dumpxml", domain, "--inactive")
                .replaceAll(
                        "(?s)<channel type='unix'>\\s*<source [^>]*/>\\s*<target"
                                + " [^>]*name='io\\.pando\\.screen\\..*?</channel>",
                        "")
                .replaceAll("(?s)<graphics .*?</graphics>", "<graphics type='vnc'><listen type='socket'/></graphics>");
        assertThat(earlier).doesNotContain("io.pando.screen").contains("org.qemu.guest_agent.0");
        Path file = Files.createTempFile("pando-e2e-", ".xml");
        try {
            Files.writeString(file, earlier);
            fabric().virsh(number, "define", file.toString());
        } finally {
            Files.delete(file);
        }
        fabric().virsh(number, "start", domain);
        Poll.untilTrue(
                "Pando to notice", SOON, () -> client().machine(there.id()).state() == Machine.State.RUNNING);

        try (ScreenClient refused = ScreenClient.open(server().address(), ScreenClient.ticket(client(), there.id()))) {
            assertThat(refused.awaitClosed().code()).isEqualTo(4004);
        }
        client().awaitDone(
                        client().post("/machines/" + there.id() + "/restart", new StopMachine(true, null))
                                .as(Job.class),
                        SOON);
        try (ScreenClient screen = ScreenClient.open(server().address(), ScreenClient.ticket(client(), there.id()))) {
            assertThat(screen.greet()).isEqualTo("RFB 003.008\n");
        }
        assertThat(fabric().virsh(number, "dumpxml", domain))
                .contains("listen type='socket'")
                .doesNotContain("type='address' address");
    }

    /** A viewer whom the screen has greeted; empty where it is open too often. */
    private Optional<ScreenClient> greeted(Machine machine) {
        ScreenClient screen = ScreenClient.open(server().address(), ScreenClient.ticket(client(), machine.id()));
        try {
            screen.greet();
            return Optional.of(screen);
        } catch (AssertionError refused) {
            assertThat(screen.awaitClosed().code()).isEqualTo(4005);
            return Optional.empty();
        }
    }

    /** A viewer who has seen a whole picture with something in it. */
    private ScreenClient look(ConsoleTicket ticket) {
        ScreenClient screen = ScreenClient.open(server().address(), ticket);
        assertThat(screen.greet()).isEqualTo("RFB 003.008\n");
        Poll.untilTrue(
                "something to be on the screen", SOON, () -> screen.picture().colours() > 1);
        return screen;
    }

    /** What is asked for together is counted together: nobody is promised what another one was promised in the same moment. */
    @Test
    @Order(13)
    void requestsAtOnceNeverOversubscribe() {
        Host any = host("remote-1");
        long total = Optional.ofNullable(any.memory()).orElseThrow().total() >> 20;
        // Two such machines fit on no host.
        int memoryMiB = (int) ((total - 512) / 2 + 64);
        List<Answer> answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(number -> client().post(
                                "/machines", new CreateMachine("many-" + number, "tiny", null, 1, memoryMiB, null)))
                .toList();

        List<Job> accepted = answers.stream()
                .filter(answer -> answer.status() == 202)
                .map(answer -> answer.as(Job.class))
                .toList();
        accepted.forEach(job -> client().cancel(job.id()));
        assertThat(accepted).hasSize(HOSTS);
        assertThat(answers).filteredOn(answer -> answer.status() == 507).hasSize(20 - HOSTS);
        assertThat(accepted.stream()
                        .map(job -> client().await(job, Installation.PATIENCE).state()))
                .containsOnly(Job.State.CANCELLED);
    }

    @Test
    @Order(14)
    void deletingTheImageDeletesItsCopies() {
        List<Job> deletions = client().allMachines().stream()
                .map(machine -> client().deleteMachine(machine.id()))
                .toList();
        deletions.forEach(job -> client().awaitDone(job, Installation.PATIENCE));

        client().awaitDone(client().delete("/images/tiny").as(Job.class), Installation.PATIENCE);

        IntStream.rangeClosed(1, HOSTS)
                .forEach(number -> assertThat(fabric().files(number, server().pool()))
                        .as("host %d", number)
                        .isEmpty());
    }

    // --- words

    private static AddHost wanted(String name, String address) {
        return new AddHost(name, address, null, null, null, null, null);
    }

    private static CreateMachine linked(String name) {
        return new CreateMachine(name, "tiny", null, null, null, null);
    }

    private Plan plan(String name) {
        return client().post("/machines?dryRun=true", linked(name)).as(Plan.class);
    }

    private static String plannedHost(Plan plan) {
        return plan.effects().stream()
                .filter(effect -> effect.subject().equals("Host"))
                .map(Plan.Effect::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No host: " + plan));
    }

    private static String brought(Job job) {
        return job.steps().stream()
                .filter(step -> step.name().equals("bring-image"))
                .map(step -> String.valueOf(step.detail()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> files(String host) {
        return fabric().files(number(host), server().pool());
    }

    private static int number(String host) {
        return Integer.parseInt(host.substring("remote-".length()));
    }

    private void drain(String name, boolean drained) {
        client().post("/hosts/" + host(name).id() + (drained ? "/drain" : "/undrain"), null)
                .as(Host.class);
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
