package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AddHost;
import io.pando.api.Certificate;
import io.pando.api.CreateMachine;
import io.pando.api.Host;
import io.pando.api.Image;
import io.pando.api.ImageInspection;
import io.pando.api.ImageSealing;
import io.pando.api.InstalledPackage;
import io.pando.api.Job;
import io.pando.api.KnownPackages;
import io.pando.api.Machine;
import io.pando.api.Network;
import io.pando.api.Page;
import io.pando.api.Plan;
import io.pando.api.StageImage;
import io.pando.api.Suggestion;
import io.pando.e2e.fixture.Fabric;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.Ledger;
import io.pando.e2e.fixture.Model;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PackageMirror;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.PandoServer;
import io.pando.e2e.fixture.Poll;
import io.pando.e2e.fixture.Program;
import io.pando.e2e.fixture.RawDisk;
import io.pando.e2e.fixture.Virsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;

/** Models with an identity and a history of their own, what is staged of them, and the machines that are made from that. */
@OnPando
class StagingTest {
    private static final int DEBIAN_MIB = 512;
    /** Emulated, beside other tests, Debian takes minutes from its power-on to a package that it installed. */
    private static final Duration DEBIAN_PATIENCE = Duration.ofMinutes(15);

    /** More than the image's, so that the file system has to grow. */
    private static final long DEBIAN_DISK_MIB = 4_096;

    /**
     * Everything that stages of a small model comes to: nothing of it is left, its machines share nothing with it or each other, and each
     * has what was asked for.
     */
    @Test
    void machinesOfAStagedModelShareNothingWithIt(Installation pando, @TempDir Path folder) throws Exception {
        PandoClient client = pando.administrator();
        Model model = new Model(pando, folder, "tiny");
        Map<String, String> identifiers = model.identifiers();
        Image image = model.imported(pando.freshName("model"), Installation.TINY_MIB);
        assertThat(client.get("/images/" + image.id() + "/inspection")
                        .as(ImageInspection.class)
                        .contents())
                .as("found when it was imported")
                .satisfies(contents -> {
                    assertThat(contents.system().id()).isEqualTo("tiny");
                    assertThat(contents.identifiers().machineId()).isEqualTo(identifiers.get("machine id"));
                });

        Image staged = stage(client, image);

        assertThat(staged.staged()).isEqualTo(new Image.Staged(image.id(), image.name(), 1));
        assertThat(client.image(image.id()).model()).isTrue();
        ImageSealing sealing = client.get("/images/" + staged.id() + "/sealing").as(ImageSealing.class);
        assertThat(sealing.initSystem()).isEqualTo("busybox");
        assertThat(sealing.operations())
                .filteredOn(operation -> operation.stripped() > 0)
                .extracting(ImageSealing.Operation::name)
                .contains("machine-id", "ssh-host-keys", "host-name", "histories", "logs");
        RawDisk raw = raw(pando, staged, folder);
        assertThat(model.disk().found(identifiers.values()))
                .as("what is searched for is found where it is")
                .containsExactlyInAnyOrderElementsOf(identifiers.values());
        assertThat(raw.found(identifiers.values()))
                .as("left in the staged disk")
                .isEmpty();

        Machine first = deploy(client, pando, staged, List.of("echo deployed >/root/mark"));
        Machine second = deploy(client, pando, staged, List.of());
        assertThat(client.shell(first.id(), "cat /root/mark; hostname; grep -c ^ada: /etc/passwd"))
                .isEqualTo("deployed\n" + first.hostname() + "\n1");
        // Its cable was plugged in on the way.
        Poll.untilTrue(
                "the guest to have an address",
                Duration.ofSeconds(30),
                () -> !client.machine(first.id()).addresses().isEmpty());
        demandThatTheyDiffer(client, identifiers, first, second);

        Image next = stage(client, image);
        assertThat(next.staged()).isEqualTo(new Image.Staged(image.id(), image.name(), 2));
        for (Machine machine : List.of(first, second)) {
            client.awaitDone(client.deleteMachine(machine.id()), Installation.PATIENCE);
        }
        for (Image each : List.of(next, staged, image)) {
            client.awaitDone(client.delete("/images/" + each.id()).as(Job.class), Installation.PATIENCE);
        }
        new Ledger(pando.server()).demandBalance(Duration.ofSeconds(30));
    }

    /**
     * What virt-sysprep strips by default is stripped here, too; and whoever only says what is needed gets a machine of that image on
     * another host, with systemd and cloud-init, which comes to its settings and to a package that it lacked: by itself, or where it has
     * no network before its first start. Which packages there are is known by then.
     */
    @Test
    void aStagedDebianIsAsBareAsVirtSysprepMakesItAndIsDeployedElsewhereByWish(Installation pando, @TempDir Path folder)
            throws Exception {
        PandoClient client = pando.administrator();
        Model model = new Model(pando, folder, "debian");
        Map<String, String> identifiers = model.identifiers();
        Image image = model.imported(pando.freshName("debian"), DEBIAN_MIB);

        Image staged = stage(client, image);

        RawDisk raw = raw(pando, staged, folder);
        assertThat(model.disk().found(identifiers.values()))
                .as("what is searched for is found where it is")
                .containsExactlyInAnyOrderElementsOf(identifiers.values());
        assertThat(raw.found(identifiers.values()))
                .as("left in the staged disk")
                .isEmpty();
        Set<String> stripped = model.disk().paths();
        stripped.removeAll(model.prepared().paths());
        assertThat(stripped).as("what virt-sysprep strips").contains("/etc/passwd-", "/root/.bash_history");
        assertThat(raw.paths()).doesNotContainAnyElementsOf(stripped);

        Path debs = Files.createDirectory(folder.resolve("debs"));
        Host home = hosts(client).getFirst();
        try (PackageMirror mirror = PackageMirror.serve(pando.mirrorPort(), "nginx", packages(client, staged), debs);
                Fabric fabric = Fabric.start(1)) {
            assertThat(mirror.names()).contains("nginx");
            Job listing = client.post("/images/%s/packages/known".formatted(staged.id()), null)
                    .as(Job.class);
            fabric.forward(1, pando.mirrorPort());
            Host remote = client.post("/hosts", new AddHost("remote", fabric.address(1), null, null, null, null, null))
                    .as(Host.class);
            Poll.untilTrue(
                    "the host to answer",
                    Duration.ofMinutes(1),
                    () -> hosts(client).stream().allMatch(host -> host.state() == Host.State.ONLINE));
            client.post("/hosts/%s/drain".formatted(home.id()), null).as(Host.class);
            client.awaitDone(listing, Installation.PATIENCE);
            demandThatUnknownPackagesAreRefused(client, pando, staged);

            Job job = client.createMachine(wish(pando.freshName("wished"), "systemctl is-active nginx"));
            Machine machine = client.awaitMachine(job, DEBIAN_PATIENCE);
            Job offline = client.createMachine(wish(pando.freshName("offline"), "systemctl is-active nginx")
                    .withNetwork(Network.NONE));
            Machine without = client.awaitMachine(offline, DEBIAN_PATIENCE);

            assertThat(without.host()).isEqualTo("remote");
            assertThat(client.certificate(without.id()).verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
            // The service was not started where it was installed, and nothing but the package was left there.
            assertThat(
                            client.shell(
                                    without.id(),
                                    "dpkg -s nginx | grep Status; ls /usr/sbin/policy-rc.d /var/.pando-packages"
                                            + " /etc/resolv.conf.pando-kept /var/lib/apt/lists/*Packages 2>/dev/null; echo end"))
                    .isEqualTo("Status: install ok installed\nend");
            assertThat(client.job(offline.id()).steps())
                    .filteredOn(step -> step.name().equals("install-packages"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.detail()).isEqualTo("nginx"));
            assertThat(machine.image()).isEqualTo(staged.name());
            assertThat(machine.host()).isEqualTo("remote");
            assertThat(client.certificate(machine.id()).verdict()).isEqualTo(Certificate.Verdict.DISTINCT);
            // The seed was taken away again, and cloud-init had read it.
            assertThat(client.shell(machine.id(), "hostname; ls /dev/vd?; cat /var/lib/cloud/data/instance-id"))
                    .startsWith(machine.hostname() + "\n/dev/vda\niid-");
            assertThat(Long.parseLong(client.shell(machine.id(), "df --output=size -m / | tail -1")
                            .strip()))
                    .isGreaterThan(3_600);
            assertThat(answer(client, fabric, machine)).contains("Welcome to nginx");
            for (Machine each : List.of(machine, without)) {
                client.awaitDone(client.deleteMachine(each.id()), Installation.PATIENCE);
            }
            client.awaitDone(client.delete("/images/" + staged.id()).as(Job.class), Installation.PATIENCE);
            assertThat(client.delete("/hosts/" + remote.id()).status()).isEqualTo(204);
        } finally {
            client.post("/hosts/%s/undrain".formatted(home.id()), null).as(Host.class);
        }
    }

    /** The mirror has few packages; what is installed already is not needed from there. */
    private static void demandThatUnknownPackagesAreRefused(PandoClient client, Installation pando, Image staged) {
        KnownPackages known = client.get("/images/%s/packages/known?query=nginx".formatted(staged.id()))
                .as(KnownPackages.class);
        assertThat(known.source()).isEqualTo(KnownPackages.Source.MIRROR);
        assertThat(known.names()).startsWith("nginx");
        CreateMachine misspelt = new CreateMachine(
                pando.freshName("misspelt"),
                staged.name(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new CreateMachine.Wish(null, List.of("ngnix", "bash"), null));
        Plan plan = client.post("/machines?dryRun=true", misspelt).as(Plan.class);
        assertThat(plan.feasible()).isFalse();
        assertThat(plan.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.message()).isEqualTo("There is no package ngnix in debian 12.");
            assertThat(fault.suggestions()).extracting(Suggestion::text).startsWith("Ask for nginx.");
        });
    }

    private static List<Host> hosts(PandoClient client) {
        return client.get("/hosts").as(new TypeReference<Page<Host>>() {}).items();
    }

    private static CreateMachine wish(String name, String command) {
        return new CreateMachine(
                name,
                null,
                null,
                null,
                null,
                null,
                null,
                new CreateMachine.Guest(
                        null, new CreateMachine.Account("ada", "tremble", null), null, List.of(command)),
                null,
                DEBIAN_DISK_MIB,
                new CreateMachine.Wish("debian:12", List.of("nginx"), null));
    }

    private static Set<String> packages(PandoClient client, Image image) {
        Set<String> names = new HashSet<>();
        Page<InstalledPackage> page;
        do {
            page = client.get("/images/%s/packages?limit=100&offset=%d".formatted(image.id(), names.size()))
                    .as(new TypeReference<Page<InstalledPackage>>() {});
            page.items().forEach(installed -> names.add(installed.name()));
        } while (!page.items().isEmpty());
        return names;
    }

    /** From the host, as its guests' network is its own. */
    private static String answer(PandoClient client, Fabric fabric, Machine machine) {
        return Poll.until(
                "nginx to answer",
                Duration.ofMinutes(1),
                () -> client.machine(machine.id()).addresses().stream()
                        .filter(address -> !address.contains(":"))
                        .map(address -> fabric.run(1, "curl", "--silent", "--max-time", "5", "http://" + address))
                        .filter(ended -> ended.exitCode() == 0)
                        .map(Program.Ended::output)
                        .findFirst());
    }

    /** As long as it has the image's password it is on no network. Everything that was made for it is taken away again. */
    @Test
    void aMachineThatNeverAsksForItsSettingsIsHeardByNobodyAndTakenAway(@TempDir Path folder) throws Exception {
        try (PandoServer server = PandoServer.install("silent")
                .with("pando.guests.boot-timeout", "45s")
                .start()) {
            PandoClient client = server.administrator();
            Model model = new Model(server, folder, "tiny");
            // As if it were started already.
            model.append("/etc/inittab", "# ::once:/usr/lib/pando/first-boot\n");
            Image staged = stage(client, model.imported("tiny", Installation.TINY_MIB));

            Job creation = client.createMachine("silent", staged.name());
            Poll.untilTrue(
                    "the machine to be on",
                    Installation.PATIENCE,
                    () -> client.job(creation.id()).steps().stream()
                            .anyMatch(
                                    step -> step.name().equals("provision") && step.state() == Job.StepState.RUNNING));
            Machine silent = client.machineNamed("silent").orElseThrow();
            String mac = silent.hardware().nics().getFirst().mac();
            assertThat(Virsh.HERE.run("domif-getlink", silent.domain(), mac)).contains("down");
            Job job = client.await(creation, Installation.PATIENCE);

            assertThat(job.state()).isEqualTo(Job.State.FAILED);
            assertThat(job.problem())
                    .satisfies(problem ->
                            assertThat(problem.detail()).contains("has not asked for its settings within 45 s"));
            assertThat(client.machineNamed("silent")).isEmpty();
            new Ledger(server).demandBalance(Duration.ofSeconds(30));
        }
    }

    private static Image stage(PandoClient client, Image model) {
        Job job = client.awaitDone(client.stageImage(model.id(), new StageImage(null, null)), Installation.PATIENCE);
        return client.image(PandoClient.subject(job));
    }

    private static Machine deploy(PandoClient client, Installation pando, Image staged, List<String> commands) {
        return deploy(
                client,
                new CreateMachine(
                        pando.freshName("deployed"),
                        staged.name(),
                        null,
                        null,
                        null,
                        new CreateMachine.Guest(
                                null, new CreateMachine.Account("ada", "tremble", null), "Europe/Berlin", commands)));
    }

    private static Machine deploy(PandoClient client, CreateMachine wanted) {
        Job job = client.createMachine(wanted);
        assertThat(job.kind()).isEqualTo("machine.deploy");
        return client.awaitMachine(job, Installation.PATIENCE);
    }

    private static void demandThatTheyDiffer(PandoClient client, Map<String, String> identifiers, Machine... machines) {
        Map<String, String> owners = new HashMap<>();
        for (Machine machine : machines) {
            Certificate certificate = client.certificate(machine.id());
            assertThat(certificate.verdict()).as(certificate.summary()).isEqualTo(Certificate.Verdict.DISTINCT);
            for (Certificate.Comparison comparison : certificate.comparisons()) {
                for (String value : comparison.own()) {
                    assertThat(owners.put(comparison.field() + " " + value, machine.name()))
                            .as("who else has the %s of %s", comparison.field(), machine.name())
                            .isNull();
                    assertThat(identifiers.values()).doesNotContain(value);
                }
            }
        }
    }

    private static RawDisk raw(Installation pando, Image image, Path folder) throws IOException {
        try (var files = Files.list(pando.server().poolFolder())) {
            Path disk = files.filter(file -> file.getFileName().toString().startsWith("image-" + image.name() + "-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Program.output("qemu-img", "info", "-U", disk.toString()))
                    .as("it reads from no other disk")
                    .doesNotContain("backing file");
            return RawDisk.of(disk, folder.resolve(image.name() + ".raw"));
        }
    }
}
