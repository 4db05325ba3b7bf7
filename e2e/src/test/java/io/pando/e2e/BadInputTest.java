package io.pando.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.CreateMachine;
import io.pando.api.CreateToken;
import io.pando.api.Host;
import io.pando.api.ImportImage;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.e2e.fixture.Answer;
import io.pando.e2e.fixture.Checkout;
import io.pando.e2e.fixture.Installation;
import io.pando.e2e.fixture.OnPando;
import io.pando.e2e.fixture.PandoClient;
import io.pando.e2e.fixture.Poll;
import io.pando.e2e.fixture.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is refused with what was wrong and what would help: by the API as a problem, by the command line in one line. */
@OnPando
class BadInputTest {
    private final Installation pando;
    private PandoClient member;

    BadInputTest(Installation pando) {
        this.pando = pando;
        this.member = pando.administrator();
    }

    @BeforeEach
    void comeAsSomebodyNew() {
        member = pando.newMember();
    }

    private static Problem demand(ProblemType type, Answer answer) {
        Problem problem = answer.problem();
        assertThat(problem.type()).as(problem.toString()).isEqualTo(type.uri());
        assertThat(problem.status()).isEqualTo(type.status()).isEqualTo(answer.status());
        assertThat(problem.title()).isEqualTo(type.title());
        assertThat(problem.detail()).as("what was wrong").isNotBlank();
        // An invalid request says with each fault what would help.
        boolean helps = problem.help() != null || problem.faults().stream().anyMatch(fault -> fault.help() != null);
        assertThat(helps).as("%s says what would help", problem).isTrue();
        return problem;
    }

    /** Runs the command line for the member. */
    private Program.Ended pando(PandoClient who, String... words) {
        List<String> command = new ArrayList<>(List.of(Checkout.launcher().toString()));
        command.addAll(List.of(words));
        return Program.run(
                command,
                Map.of(
                        "PANDO_SERVER", who.server().toString(),
                        "PANDO_TOKEN", who.token(),
                        "JAVA_HOME", System.getProperty("java.home")));
    }

    private static void demandLine(Program.Ended ended, int exitCode, String... words) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(exitCode);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.error().stripTrailing().lines()).as(ended.error()).hasSize(1);
        assertThat(ended.error()).contains(words);
    }

    @Test
    void anUnknownImage() {
        pando.tiny();
        Problem problem =
                demand(ProblemType.NOT_FOUND, member.post("/machines", wanted("mine", "no-such-image", null)));
        assertThat(problem.detail()).contains("no-such-image");
        demandLine(pando(member, "machine", "create", "mine", "--image", "no-such-image", "--yes"), 1, "no-such-image");
    }

    @Test
    void aNameThatIsTaken() {
        String image = pando.tiny().name();
        Machine machine = member.awaitMachine(member.createMachine("taken", image), Installation.PATIENCE);
        Problem problem = demand(ProblemType.NAME_TAKEN, member.post("/machines", wanted("taken", image, null)));
        assertThat(problem.detail()).contains("taken");
        demandLine(pando(member, "machine", "create", "taken", "--image", image, "--yes"), 1, "taken");
        // Another person's names are no concern of theirs: neither can be found out, nor stand in the way.
        assertThat(pando.newMember()
                        .post("/machines?dryRun=true", wanted("taken", image, null))
                        .status())
                .isEqualTo(200);
        member.awaitDone(member.deleteMachine(machine.id()), Installation.PATIENCE);
    }

    @Test
    void moreMemoryThanTheHostHas() {
        String image = pando.tiny().name();
        Host.Memory memory =
                Optional.ofNullable(pando.administrator().host().memory()).orElseThrow();
        int tooMuch = (int) (memory.total() >> 20) + 1;
        Problem problem = demand(ProblemType.NO_CAPACITY, member.post("/machines", wanted("big", image, tooMuch)));
        assertThat(problem.detail() + problem.faults()).contains("memory");
        demandLine(
                pando(member, "machine", "create", "big", "--image", image, "--memory", tooMuch + "MiB", "--yes"),
                1,
                "memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":", "", "{\"name\": \"a\", \"name\": \"b\", \"image\": \"x\"}", "nonsense"})
    void malformedJson(String body) {
        demand(ProblemType.MALFORMED_REQUEST, member.send("POST", "/machines", body, Map.of()));
    }

    @Test
    void anUnknownField() {
        Answer answer = member.send(
                "POST", "/machines", "{\"name\":\"a\",\"image\":\"x\",\"guest\":{\"hostnane\":\"b\"}}", Map.of());
        assertThat(answer.problem().detail() + answer.problem().faults()).contains("hostnane");
        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.problem().type())
                .isIn(ProblemType.MALFORMED_REQUEST.uri(), ProblemType.INVALID_REQUEST.uri());
    }

    @Test
    void aTokenThatHasExpired() {
        PandoClient brief = PandoClient.withToken(
                member.server(),
                member.createToken(new CreateToken("brief", 60L)).secret());
        assertThat(brief.get("/session").status()).isEqualTo(200);
        Answer refused = Poll.until("the token to expire", Duration.ofSeconds(90), () -> {
            Answer answer = brief.get("/session");
            return answer.status() == 200 ? Optional.empty() : Optional.of(answer);
        });
        demand(ProblemType.CREDENTIAL_EXPIRED, refused);
        demandLine(pando(brief, "machine", "ls"), 4, "expired");
        demand(
                ProblemType.NOT_SIGNED_IN,
                PandoClient.withToken(member.server(), "pando_nonsense").get("/session"));
    }

    @Test
    void somebodyElsesMachineIsAsGoodAsAbsent() {
        Job creation = member.createMachine("private", pando.tiny().name());
        Machine machine = member.awaitMachine(creation, Installation.PATIENCE);
        PandoClient other = pando.newMember();
        String absent = "00000000-0000-4000-8000-000000000000";
        record Request(String method, String path, @Nullable String body) {}
        List<Request> requests = List.of(
                new Request("GET", "", null),
                new Request("DELETE", "", null),
                new Request("DELETE", "?dryRun=true", null),
                new Request("POST", "/start", null),
                new Request("POST", "/stop", null),
                new Request("POST", "/stop", "{\"force\":true}"),
                new Request("POST", "/stop?dryRun=true", null),
                new Request("POST", "/restart", null),
                new Request("POST", "/suspend", null),
                new Request("POST", "/resume", null),
                new Request("GET", "/certificate", null),
                new Request("GET", "/screen", null),
                new Request("POST", "/console-tickets", "{\"kind\":\"SCREEN\"}"),
                new Request("POST", "/console-tickets", "{\"kind\":\"SERIAL\"}"),
                new Request("POST", "/exec", "{\"command\":[\"true\"]}"));
        for (Request request : requests) {
            Answer foreign = other.send(
                    request.method(), "/machines/" + machine.id() + request.path(), request.body(), Map.of());
            Answer none =
                    other.send(request.method(), "/machines/" + absent + request.path(), request.body(), Map.of());
            demand(ProblemType.NOT_FOUND, foreign);
            assertThat(withoutIds(foreign.text(), machine.id()))
                    .as(request.toString())
                    .isEqualTo(withoutIds(none.text(), absent));
        }
        demand(ProblemType.NOT_FOUND, other.get("/jobs/" + creation.id()));
        demand(ProblemType.NOT_FOUND, other.post("/jobs/" + creation.id() + "/cancel", null));
        demand(ProblemType.NOT_FOUND, other.post("/jobs/" + creation.id() + "/retry", null));
        assertThat(other.machineNamed("private")).isEmpty();
        assertThat(other.get("/machines?owner=all").text()).doesNotContain(machine.id());
        demandLine(pando(other, "machine", "show", machine.id()), 1, machine.id());
        assertThat(member.machine(machine.id()).state()).isEqualTo(Machine.State.RUNNING);
        member.awaitDone(member.deleteMachine(machine.id()), Installation.PATIENCE);
    }

    /** The number of the request is another one each time. */
    private static String withoutIds(String problem, String machine) {
        return problem.replace(machine, "ID").replaceFirst("\"requestId\":\"[0-9a-f-]{36}\"", "");
    }

    @Test
    void aTruncatedImage() throws IOException {
        Path truncated = pando.server().importFolder().resolve("truncated.qcow2");
        Files.copy(Checkout.sampleImage("tiny"), truncated);
        try (FileChannel file = FileChannel.open(truncated, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        demandRefusedImport(truncated, "truncated");
    }

    @Test
    void anImageThatRefersToAnotherFile() throws IOException {
        Path canary = pando.server().importFolder().resolve("canary");
        Files.write(canary, new byte[1 << 20]);
        Path pointing = pando.server().importFolder().resolve("pointing.qcow2");
        Program.output(
                "qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", canary.toString(), pointing.toString());
        FileTime longAgo = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
        Files.getFileAttributeView(canary, java.nio.file.attribute.BasicFileAttributeView.class)
                .setTimes(null, longAgo, null);

        demandRefusedImport(pointing, "pointing");

        // Every file system that keeps access times moves one that is older than the last change, once somebody reads.
        assertThat(Files.readAttributes(canary, BasicFileAttributes.class).lastAccessTime())
                .as("nobody has read the canary")
                .isEqualTo(longAgo);
    }

    private void demandRefusedImport(Path file, String name) {
        PandoClient administrator = pando.administrator();
        ImportImage wanted =
                ImportImage.ofFile(name, null, file.toString(), "qcow2", Installation.ACCOUNT, null, null, null);
        demand(ProblemType.INVALID_IMAGE, administrator.post("/images", wanted));
        demand(ProblemType.INVALID_IMAGE, administrator.post("/images?dryRun=true", wanted));
        demandLine(
                pando(
                        administrator,
                        "image",
                        "import",
                        name,
                        "--on-host",
                        file.toString(),
                        "--format",
                        "qcow2",
                        "--yes"),
                1,
                "image");
        assertThat(administrator.get("/images/" + name).status()).isEqualTo(404);
        demand(ProblemType.FORBIDDEN, member.post("/images", wanted));
    }

    private static CreateMachine wanted(String name, String image, @Nullable Integer memoryMiB) {
        return new CreateMachine(name, image, null, null, memoryMiB, null);
    }
}
