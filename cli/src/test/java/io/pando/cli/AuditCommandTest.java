package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.AuditChain;
import io.pando.api.AuditFault;
import io.pando.api.AuditHead;
import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.api.AuditVerification;
import io.pando.api.ProblemType;
import io.pando.cli.StandIn.Answer;
import io.pando.cli.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pando audit}. */
final class AuditCommandTest {
    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsWhatIsAskedFor() {
        server.onList("GET audit", chain(3).reversed().toArray());
        Desk.Outcome outcome = desk.run(
                "audit", "ls", "--actor", "ada", "--outcome", "refused", "--outcome", "failed", "--since", "24h");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("""
                        ENTRY  WHEN                  WHO  WHAT            OBJECT        OUTCOME   FROM
                        3      2026-03-01T12:00:00Z  ada  machine.delete  machine web3  accepted  192.0.2.1
                        2      2026-03-01T12:00:00Z  ada  machine.delete  machine web2  accepted  192.0.2.1
                        1      2026-03-01T12:00:00Z  ada  machine.delete  machine web1  accepted  192.0.2.1
                        """);
        assertThat(server.request("GET audit").line())
                .contains("actor=ada", "outcome=REFUSED&outcome=FAILED", "from=2026-02-28T12%3A00%3A00Z");
    }

    @Test
    void showsAnEntry() {
        server.on("GET audit/2", Answer.of(200, chain(2).getLast()));
        Desk.Outcome outcome = desk.run("audit", "show", "2");
        assertThat(outcome.out())
                .contains(
                        "What:        machine.delete",
                        "Before:      {\"state\":\"RUNNING\"}",
                        "By:          token laptop");
    }

    @Test
    void saysThatTheRecordIsIntact() {
        AuditHead head = new AuditHead(1_204, "ab".repeat(32), Samples.NOON);
        server.on("GET audit/verification", Answer.of(200, new AuditVerification(true, 1_204, null, head)));
        Desk.Outcome outcome = desk.run("audit", "verify", "--head", "17:" + "cd".repeat(32));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("Intact: 1204 entries, the last is 1204:" + "ab".repeat(32) + "\n");
        assertThat(server.request("GET audit/verification").line()).endsWith("?head=17%3A" + "cd".repeat(32));
    }

    @Test
    void endsWithOneAndNamesTheFirstBadEntry() {
        AuditHead head = new AuditHead(9, "ab".repeat(32), Samples.NOON);
        AuditFault fault = new AuditFault(5, AuditFault.Kind.ALTERED, "Entry 5 was altered after it had been written.");
        server.on("GET audit/verification", Answer.of(200, new AuditVerification(false, 4, fault, head)));
        Desk.Outcome outcome = desk.run("audit", "verify");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "pando: Not intact: Entry 5 was altered after it had been written. 4 entries before it are.\n");
        Desk.Outcome forPrograms = desk.run("audit", "verify", "-o", "json");
        assertThat(forPrograms.exitCode()).isEqualTo(1);
        assertThat(forPrograms.out()).contains("\"intact\" : false", "\"seq\" : 5");
    }

    @Test
    void exportsAndVerifiesTheExportWithoutAServer() throws IOException {
        List<AuditRecord> chain = chain(5);
        AuditHead head = new AuditHead(5, chain.getLast().hash(), Samples.NOON);
        server.on("GET audit/export", lines(chain)).on("GET audit/head", Answer.of(200, head));
        Desk.Outcome exported = desk.run("audit", "export");
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(exported.err()).isEqualTo("To verify with: --head 5:" + head.hash() + "\n");
        assertThat(server.request("GET audit/export").line()).endsWith("?format=jsonl");
        Path file = desk.home().resolve("audit.jsonl");
        Files.writeString(file, exported.out());
        server.close();

        String kept = "5:" + head.hash();
        assertThat(desk.run("audit", "verify", "audit.jsonl", "--head", kept).out())
                .isEqualTo("Intact: 5 entries, the last is " + kept + "\n");
        assertThat(desk.typing(exported.out()).run("audit", "verify", "-").exitCode())
                .isZero();

        List<String> all = exported.out().lines().toList();
        verify(file, all.subList(0, 4), kept, "The record ends at 4, and once had 5 entries.");
        verify(file, without(all, 2), kept, "Entry 3 is missing.");
        List<String> altered = new ArrayList<>(all);
        altered.set(1, all.get(1).replace("web2", "web9"));
        verify(file, altered, kept, "Entry 2 was altered after it had been written.");
        verify(file, List.of(all.get(0), all.get(2), all.get(1)), kept, "Entry 2 is missing.");
        verify(file, List.of(all.get(0), "{"), kept, "what should be entry 2 is no entry.");
        verify(file, all, "5:" + "0".repeat(64), "Entry 5 is not the one that was noted as the end.");
    }

    @Test
    void exportsForWhoMayNotKnowWhereTheRecordEnds() {
        server.on("GET audit/export", lines(chain(1)))
                .on("GET audit/head", Answer.problem(ProblemType.FORBIDDEN, "Only administrators may do this.", null));
        Desk.Outcome exported = desk.run("audit", "export", "--actor", "ada");
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.err()).isEmpty();
        assertThat(exported.out().lines()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoHeadAndNoFile() {
        assertThat(desk.run("audit", "verify", "--head", "x").exitCode()).isEqualTo(2);
        Desk.Outcome absent = desk.run("audit", "verify", "nowhere.jsonl");
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("there is no file nowhere.jsonl");
    }

    private void verify(Path file, List<String> lines, String head, String words) throws IOException {
        Files.write(file, lines);
        Desk.Outcome outcome = desk.run("audit", "verify", "audit.jsonl", "--head", head);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("pando: Not intact: ").contains(words);
    }

    private static List<String> without(List<String> lines, int index) {
        List<String> rest = new ArrayList<>(lines);
        rest.remove(index);
        return rest;
    }

    private static Answer lines(List<AuditRecord> records) {
        return new Answer(
                200,
                "application/jsonl",
                records.stream()
                        .map(record -> Json.line(record) + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    private static List<AuditRecord> chain(int length) {
        List<AuditRecord> chain = new ArrayList<>();
        String previous = AuditChain.BEGINNING;
        for (int seq = 1; seq <= length; seq++) {
            String hash = AuditChain.hash(record(seq, previous, ""));
            chain.add(record(seq, previous, hash));
            previous = hash;
        }
        return chain;
    }

    private static AuditRecord record(int seq, String previous, String hash) {
        return new AuditRecord(
                seq,
                Samples.NOON,
                "machine.delete",
                AuditOutcome.ACCEPTED,
                "DELETE /api/v1/machines/{id}",
                202,
                null,
                null,
                "u1",
                "ada",
                "token",
                "t1",
                "laptop",
                "192.0.2.1",
                "machine",
                "m" + seq,
                "web" + seq,
                null,
                7L,
                "r" + seq,
                1,
                null,
                "{\"state\":\"RUNNING\"}",
                "{\"state\":\"DELETING\"}",
                previous,
                hash);
    }
}
