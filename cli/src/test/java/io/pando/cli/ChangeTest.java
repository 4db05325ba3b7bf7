package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Fault;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.ProblemType;
import io.pando.api.Suggestion;
import io.pando.cli.StandIn.Answer;
import io.pando.cli.http.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plan, question, submission, waiting: the way of every changing command. */
final class ChangeTest {
    private static final Answer RUNNING = Answer.of(202, Samples.job(Job.State.RUNNING, 0));
    private static final Answer DONE = Answer.of(200, Samples.job(Job.State.DONE, 100));

    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        server.onList("GET machines", Samples.machine("web2"))
                .on("GET machines/id-web2", Answer.of(200, Samples.machine("web2")))
                .on("POST machines", RUNNING)
                .on("POST machines?dryRun=true", Answer.of(200, Samples.plan(true)))
                .on("DELETE machines/id-web2", RUNNING)
                .on("DELETE machines/id-web2?dryRun=true", Answer.of(200, Samples.plan(true)))
                .on("POST machines/id-web2/stop", RUNNING)
                .on("GET jobs/42", DONE);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void createsAMachineAndPrintsIt() {
        Desk.Outcome outcome = desk.run("machine", "create", "web2", "--image", "debian");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("Name:        web2\nState:       running\nAddress:     10.83.0.5\n");
        assertThat(outcome.err()).isEqualTo("Create machine web2: done in 38 s.\n");
        StandIn.Request request = server.request("POST machines");
        assertThat(request.body()).isEqualTo("{\"name\":\"web2\",\"image\":\"debian\"}");
        assertThat(request.header("idempotency-key")).matches("[0-9a-f-]{36}");
    }

    @Test
    void sendsEverythingThatWasAskedFor() throws IOException {
        Path key = Files.writeString(desk.home().resolve("key.pub"), "# mine\nssh-ed25519 AAAA ada@desk\n\n");

        desk.typing("secret\n")
                .run(
                        "machine",
                        "create",
                        "web2",
                        "--image=debian",
                        "--copy",
                        "full",
                        "--vcpus",
                        "2",
                        "--memory",
                        "1.5GiB",
                        "--hostname",
                        "www",
                        "--user",
                        "ada",
                        "--ssh-key",
                        key.toString(),
                        "--password-stdin",
                        "--timezone",
                        "Europe/Berlin",
                        "--command",
                        "echo 1, 2",
                        "--command",
                        "true");

        assertThat(Json.parse(server.request("POST machines").body())).isEqualTo(Json.parse("""
                                {"name":"web2","image":"debian","copy":"FULL","vcpus":2,"memoryMiB":1536,"guest":{
                                "hostname":"www","user":{"name":"ada","password":"secret","sshKeys":["ssh-ed25519 AAAA ada@desk"]},
                                "timezone":"Europe/Berlin","commands":["echo 1, 2","true"]}}"""));
    }

    @Test
    void givesAnAccountThePersonsOwnKey() throws IOException {
        Path folder = Files.createDirectories(desk.home().resolve(".ssh"));
        Files.writeString(folder.resolve("id_ed25519.pub"), "ssh-ed25519 AAAA mine\n");

        Desk.Outcome outcome = desk.run("machine", "create", "web2", "--image", "debian", "--user", "ada");

        assertThat(outcome.err()).startsWith("The account ada gets your key ");
        assertThat(server.request("POST machines").body()).contains("\"sshKeys\":[\"ssh-ed25519 AAAA mine\"]");
    }

    @Test
    void refusesToSendAPrivateKey() throws IOException {
        Path key = Files.writeString(desk.home().resolve("id"), "-----BEGIN OPENSSH PRIVATE KEY-----\n");

        Desk.Outcome outcome = desk.run(
                "machine", "create", "web2", "--image", "debian", "--user", "ada", "--ssh-key", key.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("is a private key, which stays with you");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aDryRunShowsThePlanAndDoesNothing() {
        Desk.Outcome outcome = desk.run("machine", "create", "web2", "--image", "debian", "--dry-run");

        assertThat(outcome.out()).isEqualTo("""
                        Makes web2 from debian on host local.

                        What will be:
                          Disk  linked copy of debian, 3 GiB
                          Host  local                         it has the most free memory

                        Steps, about 38 s in all:
                          Copy the disk  0.4 s
                          Start

                        Looked at and not taken:
                          host spare  It does not answer.
                        """);
        assertThat(outcome.exitCode()).isZero();
        assertThat(server.lines()).containsExactly("POST machines?dryRun=true");
    }

    @Test
    void aDryRunOfWhatCannotBeDoneSaysWhyAndFails() {
        server.on("POST machines?dryRun=true", Answer.of(200, Samples.plan(false)));

        Desk.Outcome outcome = desk.run("machine", "create", "web2", "--image", "debian", "--dry-run");

        assertThat(outcome.out())
                .endsWith(
                        "It cannot be done like this:\n  memoryMiB: The machine needs 64 GiB of memory, and no host has it."
                                + " Ask for 6 GiB at most.\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(desk.run("machine", "create", "web2", "--image", "debian", "--dry-run", "-o", "json")
                        .out())
                .contains("\"feasible\" : false");
    }

    @Test
    void saysTheCommandThatWouldFit() {
        Suggestion mended = new Suggestion(
                "name: web-2, …",
                List.of(
                        new Suggestion.Change("name", "web-2"),
                        new Suggestion.Change("memoryMiB", 512),
                        new Suggestion.Change("wish.packages", List.of("nginx", "curl")),
                        new Suggestion.Change("guest.timezone", null)));
        server.on("POST machines?dryRun=true", Answer.of(200, Samples.mendable(mended)));

        Desk.Outcome outcome = desk.run(
                "machine",
                "plan",
                "Web2",
                "--os",
                "debian:12",
                "--memory=64GiB",
                "--package",
                "ngnix",
                "--timezone",
                "Mars/Base",
                "--command",
                "echo 'Web2'");

        assertThat(outcome.out())
                .contains("    - Ask for 512 MiB.\n")
                .endsWith("This would fit:\n"
                        + "  pando machine create web-2 --os debian:12 --command 'echo '\\''Web2'\\''' --memory 512MiB"
                        + " --package nginx --package curl\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(server.lines()).containsExactly("POST machines?dryRun=true");
    }

    @Test
    void saysWhereItIsToBeAndForHowLong() throws IOException {
        desk.run(
                "machine",
                "create",
                "web2",
                "--image=debian",
                "--label",
                "web",
                "--label=blue",
                "--near",
                "db",
                "--apart",
                "web",
                "--on-label",
                "ssd",
                "--accelerated",
                "--lifetime",
                "1d12h",
                "--no-network");

        assertThat(Json.parse(server.request("POST machines").body())).isEqualTo(Json.parse("""
                                {"name":"web2","image":"debian","where":{"hostLabels":["ssd"],"near":["db"],"apart":["web"],
                                "acceleration":true},"labels":["web","blue"],"lifetime":"PT36H","network":"NONE"}"""));
    }

    @Test
    void saysTheCommandThatWouldFitWhereAndHowLong() {
        Suggestion mended = new Suggestion(
                "no acceleration, …",
                List.of(
                        new Suggestion.Change("where.acceleration", null),
                        new Suggestion.Change("where.hostLabels", List.of("ssd")),
                        new Suggestion.Change("where.near", null),
                        new Suggestion.Change("where.apart", List.of("web")),
                        new Suggestion.Change("labels", List.of("my-web")),
                        new Suggestion.Change("lifetime", "P1826D")));
        server.on("POST machines?dryRun=true", Answer.of(200, Samples.mendable(mended)));

        Desk.Outcome outcome = desk.run(
                "machine",
                "plan",
                "web2",
                "--image=debian",
                "--accelerated",
                "--on-label",
                "sdd",
                "--near=web",
                "--apart",
                "web",
                "--label",
                "my web",
                "--lifetime",
                "P9999D");

        assertThat(outcome.out())
                .endsWith("  pando machine create web2 --image=debian --on-label ssd --apart web --label my-web"
                        + " --lifetime P1826D\n");
    }

    @Test
    void findsTheNameBehindOptionsWithAndWithoutAValue() {
        Suggestion mended = new Suggestion("name: web-2", List.of(new Suggestion.Change("name", "web-2")));
        server.on("POST machines?dryRun=true", Answer.of(200, Samples.mendable(mended)));

        Desk.Outcome outcome = desk.run("machine", "plan", "--image", "Web2", "--tpm", "Web2");

        assertThat(outcome.out()).endsWith("  pando machine create --image Web2 --tpm web-2\n");
    }

    @Test
    void needsAnImageOrAWish() {
        Desk.Outcome outcome = desk.run("machine", "plan", "web2");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--image NAME").contains("--os debian:12");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void asksOnATerminalBeforeItCreates() {
        Desk.Outcome no = desk.onTerminal().typing("n\n").run("machine", "create", "web2", "--image", "debian");
        assertThat(no.exitCode()).isEqualTo(2);
        assertThat(no.err())
                .contains("Makes web2 from debian on host local.")
                .endsWith("Make machine web2? [Y/n] pando: Nothing was done.\n");
        assertThat(no.out()).isEmpty();
        assertThat(server.lines()).containsExactly("POST machines?dryRun=true");

        assertThat(desk.typing("what\n\n")
                        .run("machine", "create", "web2", "--image", "debian")
                        .exitCode())
                .isZero();
        assertThat(server.lines()).contains("POST machines");
    }

    @Test
    void doesNotAskAboutWhatCannotBeDone() {
        server.on("POST machines?dryRun=true", Answer.of(200, Samples.plan(false)));

        Desk.Outcome outcome = desk.onTerminal().typing("y\n").run("machine", "create", "web2", "--image", "debian");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("pando: memoryMiB: The machine needs 64 GiB of memory, and no host has it. Ask for 6 GiB at"
                        + " most.\n");
    }

    @Test
    void yesSkipsTheQuestion() {
        assertThat(desk.onTerminal()
                        .run("machine", "create", "web2", "--image", "debian", "-y")
                        .exitCode())
                .isZero();
        assertThat(server.lines()).doesNotContain("POST machines?dryRun=true");
    }

    @Test
    void deletionNeedsAYes() {
        Desk.Outcome nobody = desk.run("machine", "rm", "web2");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err())
                .isEqualTo("pando: Delete machine web2 and its disk? There is no terminal to ask on: add --yes if you"
                        + " mean it.\n");

        Desk.Outcome empty = desk.onTerminal().typing("\n").run("machine", "rm", "web2");
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(empty.err()).contains("Delete machine web2 and its disk? [y/N] ");
        assertThat(server.lines()).doesNotContain("DELETE machines/id-web2");

        assertThat(desk.typing("yes\n").run("machine", "rm", "web2").exitCode()).isZero();
        assertThat(server.lines()).contains("DELETE machines/id-web2");
    }

    @Test
    void looksEveryNameUpBeforeItDeletesAnything() {
        server.onList("GET machines?name=web3&limit=100&offset=0")
                .onList("GET machines?name=web3&owner=all&limit=100&offset=0");

        Desk.Outcome outcome = desk.run("machine", "rm", "web2", "web3", "--yes");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("pando: There is no machine 'web3'. `pando machine ls` lists yours.\n");
        assertThat(server.lines()).noneMatch(line -> line.startsWith("DELETE"));
    }

    @Test
    void withoutWaitingThereIsOnlyTheNumberOfTheJob() {
        Desk.Outcome outcome = desk.run("machine", "stop", "web2", "--no-wait");

        assertThat(outcome.out()).isEqualTo("42\n");
        assertThat(outcome.err()).isEqualTo("Create machine web2: job 42. Follow it with `pando job watch 42`.\n");
        assertThat(server.lines()).doesNotContain("GET jobs/42");
        assertThat(desk.run("machine", "stop", "web2", "--no-wait", "-o", "json")
                        .out())
                .contains("\"id\" : 42");
    }

    @Test
    void theWorkGoesOnAfterTheTimeout() {
        server.on("GET jobs/42", Answer.of(200, Samples.job(Job.State.RUNNING, 10)));

        Desk.Outcome outcome = desk.run("machine", "stop", "web2", "--timeout", "90s");

        assertThat(outcome.exitCode()).isEqualTo(8);
        assertThat(outcome.err()).isEqualTo("pando: The work goes on, job 42. Follow it with `pando job watch 42`.\n");
        assertThat(desk.waited()).isEqualTo(Duration.ofSeconds(90));
        assertThat(desk.run("machine", "stop", "web2", "--timeout", "9", "--no-wait")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void ctrlCLeavesTheWorkRunningAndSaysSo() {
        server.on("GET jobs/42", RUNNING, DONE);
        desk.atEachPause(desk::interrupt);

        assertThat(desk.run("job", "watch", "42").err())
                .contains(
                        "The work goes on, job 42. Follow it with `pando job watch 42`. End it with `pando job cancel 42`.");
    }

    @Test
    void aFailedJobFailsWithItsCause() {
        server.on("GET jobs/42", Answer.of(200, Samples.job(Job.State.FAILED, 30, Samples.noSpace(), null, List.of())));

        Desk.Outcome outcome = desk.run("machine", "stop", "web2");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("pando: The disk of web2 does not fit on any host. Delete a machine.\n");
    }

    @Test
    void aCancelledJobEndsWithTwo() {
        server.on("GET jobs/42", Answer.of(200, Samples.job(Job.State.CANCELLED, 30)))
                .on("POST jobs/42/cancel", RUNNING);

        assertThat(desk.run("machine", "stop", "web2").exitCode()).isEqualTo(2);
        assertThat(desk.run("job", "watch", "42").err())
                .isEqualTo("pando: Job 42 (Create machine web2) was cancelled; what it had made is gone.\n");
        Desk.Outcome cancel = desk.run("job", "cancel", "42");
        assertThat(cancel.exitCode()).isZero();
        assertThat(cancel.err()).isEqualTo("Job 42 is cancelled; what it had made is gone.\n");
    }

    @Test
    void writesALineForEachStepWhereNobodyLooks() {
        server.on(
                "GET jobs/42",
                steps(Job.State.RUNNING, Job.StepState.RUNNING, Job.StepState.PENDING),
                steps(Job.State.RUNNING, Job.StepState.DONE, Job.StepState.RUNNING),
                steps(Job.State.RUNNING, Job.StepState.DONE, Job.StepState.FAILED),
                steps(Job.State.UNDOING, Job.StepState.UNDONE, Job.StepState.FAILED),
                steps(Job.State.FAILED, Job.StepState.UNDONE, Job.StepState.FAILED));

        assertThat(desk.run("job", "watch", "42").err()).isEqualTo("""
                        Copy the disk (0.4 s)
                        failed: Start: no space left
                        undone: Copy the disk
                        pando: The disk of web2 does not fit on any host. Delete a machine.
                        """);
    }

    @Test
    void drawsABarOnATerminal() {
        server.on(
                "GET jobs/42",
                steps(Job.State.RUNNING, Job.StepState.DONE, Job.StepState.RUNNING),
                steps(Job.State.DONE, Job.StepState.DONE, Job.StepState.DONE));

        assertThat(desk.inColour().run("job", "watch", "42").err())
                .isEqualTo("\u2713 Copy the disk (0.4 s)\n"
                        + "\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591"
                        + "\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591  50 %  Start  about 30 s left"
                        + "\r\u001b[K\u2713 Start (0.4 s)\n"
                        + "Create machine web2: done.\n");
    }

    @Test
    void waitsThroughARestartOfTheServer() throws IOException {
        int port = URI.create(server.url()).getPort();
        server.on("GET jobs/42", RUNNING);
        AtomicInteger pauses = new AtomicInteger();
        desk.atEachPause(() -> {
            switch (pauses.incrementAndGet()) {
                case 2 -> server.close();
                case 20 -> {
                    server = StandIn.at(port);
                    server.on("GET jobs/42", DONE);
                }
                default -> {}
            }
        });

        Desk.Outcome outcome = desk.run("job", "watch", "42");

        assertThat(outcome).isEqualTo(new Desk.Outcome(0, "", "Create machine web2: done.\n"));
    }

    @Test
    void givesUpAfterAMinuteOfSilence() {
        server.close();

        Desk.Outcome outcome = desk.run("job", "watch", "42");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(desk.waited()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(outcome.err()).startsWith("pando: No server answers at " + server.url());
    }

    @Test
    void aBrokenConnectionDoesNotMakeTwoMachines() {
        server.on("POST machines", Answer.none(), RUNNING);

        assertThat(desk.run("machine", "create", "web2", "--image", "debian").exitCode())
                .isZero();

        List<StandIn.Request> sent = server.requests().stream()
                .filter(request -> request.line().equals("POST machines"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().header("idempotency-key"))
                .isNotNull()
                .isEqualTo(sent.getLast().header("idempotency-key"));
    }

    @Test
    void jsonShowsTheObjectAfterTheWork() {
        assertThat(desk.run("machine", "stop", "web2", "-o", "json").out()).contains("\"domain\" : \"pando-ada-web2\"");
        assertThat(desk.run("machine", "rm", "web2", "-y", "-o", "json").out())
                .contains("\"kind\" : \"machine.create\"");
    }

    @Test
    void stopSendsWhatItWasTold() {
        desk.run("machine", "stop", "web2");
        assertThat(server.request("POST machines/id-web2/stop").body()).isEmpty();

        server.on("POST machines/id-web2/restart", RUNNING);
        desk.run("machine", "restart", "web2", "--force", "--grace", "10s");
        assertThat(server.request("POST machines/id-web2/restart").body())
                .isEqualTo("{\"force\":true,\"graceSeconds\":10}");
    }

    @Test
    void importsAnImage() throws IOException {
        server.on("POST images", RUNNING).on("GET images/id-web2", Answer.of(200, Samples.image("debian")));
        Path file = Files.write(desk.home().resolve("disk.img"), new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0});

        Desk.Outcome outcome = desk.typing("root\n")
                .run(
                        "image",
                        "import",
                        "debian",
                        "--on-host",
                        "disk.img",
                        "--account",
                        "root",
                        "--password-stdin",
                        "--guest-access",
                        "console");

        assertThat(outcome.exitCode()).isZero();
        assertThat(Json.parse(server.request("POST images").body()))
                .isEqualTo(
                        Json.parse(
                                "{\"name\":\"debian\",\"path\":\"" + file
                                        + "\",\"format\":\"qcow2\",\"account\":{\"name\":\"root\",\"password\":\"root\"},\"guestAccess\":\"CONSOLE\"}"));
        assertThat(desk.run("image", "import", "debian", "--on-host", "/nowhere/disk.img")
                        .err())
                .contains("add --format qcow2 or --format raw");
    }

    @Test
    void aRefusalIsOneLine() {
        server.on(
                "POST machines",
                Answer.problem(
                        ProblemType.NAME_TAKEN, "You have a machine web2 already.", "Take another name.", new Fault[0]),
                Answer.problem(
                        ProblemType.INVALID_REQUEST,
                        "The request is not valid.",
                        null,
                        new Fault("name", "must begin with a letter", "Write it like web2."),
                        new Fault("vcpus", "must be 1 to 64", null)),
                Answer.problem(
                        ProblemType.NOT_FOUND,
                        "There is no image nix.",
                        "`pando image ls` lists them.",
                        new Fault("image", "There is no image nix.", "`pando image ls` lists them.")));
        String[] command = {"machine", "create", "web2", "--image", "debian"};

        assertThat(desk.run(command).err()).isEqualTo("pando: You have a machine web2 already. Take another name.\n");
        assertThat(desk.run(command).err())
                .isEqualTo("pando: The request is not valid. name: must begin with a letter Write it like web2. vcpus:"
                        + " must be 1 to 64\n");
        Desk.Outcome last = desk.run(command);
        assertThat(last.err()).isEqualTo("pando: There is no image nix. `pando image ls` lists them.\n");
        assertThat(last.exitCode()).isEqualTo(1);
    }

    @Test
    void probesTheOnlyHost() {
        server.onList("GET hosts", Samples.host())
                .on("GET hosts/host-1", Answer.of(200, Samples.host()))
                .on("POST hosts/host-1/probe", RUNNING);

        assertThat(desk.run("host", "probe").err()).endsWith("Acceleration: emulation. The probe's guest hung.\n");
    }

    @Test
    void twoMachinesOfOneNameAreAskedForById() {
        server.onList(
                "GET machines",
                Samples.machine("web2"),
                Samples.machine("id-9", "web2", Machine.State.STOPPED, Samples.BOB, List.of(), null));

        Desk.Outcome outcome = desk.run("machine", "stop", "web2");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "pando: There are several machines 'web2': ada's (id id-web2), bob's (id id-9). Name one by its"
                                + " id.\n");
    }

    private static Answer steps(Job.State state, Job.StepState copy, Job.StepState start) {
        boolean failed = state == Job.State.FAILED;
        return Answer.of(
                200,
                Samples.job(
                        state,
                        state == Job.State.DONE ? 100 : 50,
                        failed ? Samples.noSpace() : null,
                        "Start",
                        List.of(
                                Samples.step("copy-disk", "Copy the disk", copy),
                                Samples.step("start", "Start", start))));
    }
}
