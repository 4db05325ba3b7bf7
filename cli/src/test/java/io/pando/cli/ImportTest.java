package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Job;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.api.Upload;
import io.pando.cli.StandIn.Answer;
import io.pando.cli.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an image is imported from. */
final class ImportTest {
    private static final String TEXT = "0123456789abcdef";
    private static final String SHA_256 = "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";

    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        Files.writeString(home.resolve("disk.raw"), TEXT);
        server.onList("GET uploads")
                .on("POST uploads", Answer.of(201, upload(0, null)))
                .on("PATCH uploads/u1", Answer.of(200, upload(16, null)))
                .on("POST images", Answer.of(202, Samples.job(Job.State.RUNNING, 10, null, "Copy", List.of())));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Upload upload(long received, @Nullable String imageId) {
        return new Upload(
                "u1",
                "disk.raw",
                16,
                received,
                SHA_256,
                Samples.ADA,
                new ProjectReference(Samples.ADA.id(), "ada"),
                imageId,
                Samples.NOON,
                Samples.NOON.plusSeconds(86_400));
    }

    private Desk.Outcome importing(String... more) {
        List<String> words = new ArrayList<>(List.of("image", "import", "tiny"));
        words.addAll(List.of(more));
        words.add("--no-wait");
        return desk.run(words.toArray(String[]::new));
    }

    @Test
    void aFileHereIsUploadedFirst() {
        Desk.Outcome outcome = importing("disk.raw");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Json.parse(server.request("POST uploads").body()))
                .isEqualTo(Json.parse("{\"fileName\":\"disk.raw\",\"size\":16,\"sha256\":\"%s\"}".formatted(SHA_256)));
        StandIn.Request part = server.request("PATCH uploads/u1");
        assertThat(part.body()).isEqualTo(TEXT);
        assertThat(part.header("upload-offset")).isEqualTo("0");
        assertThat(part.header("content-digest")).startsWith("sha-256=:").endsWith(":");
        assertThat(part.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(Json.parse(server.request("POST images").body()))
                .isEqualTo(Json.parse("{\"name\":\"tiny\",\"format\":\"raw\",\"upload\":\"u1\"}"));
    }

    @Test
    void whatWasSentBeforeIsNotSentAgain() {
        server.onList("GET uploads", upload(10, null));

        Desk.Outcome outcome = importing("disk.raw");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("Going on with what was sent before.");
        StandIn.Request part = server.request("PATCH uploads/u1");
        assertThat(part.body()).isEqualTo(TEXT.substring(10));
        assertThat(part.header("upload-offset")).isEqualTo("10");
        assertThat(server.lines()).doesNotContain("POST uploads");
    }

    @Test
    void theProjectOfTheImageIsChargedForItsUpload() {
        server.onList("GET uploads", upload(10, null));

        Desk.Outcome outcome = importing("disk.raw", "--project", "web");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Json.parse(server.request("POST uploads").body()).get("project"))
                .as("what was begun for another project is not gone on with")
                .isEqualTo(Json.parse("\"web\""));
        assertThat(Json.parse(server.request("POST images").body()).get("project"))
                .isEqualTo(Json.parse("\"web\""));
    }

    @Test
    void whatWasBegunForTheProjectIsGoneOnWith() {
        server.onList("GET uploads", upload(10, null));

        importing("disk.raw", "--project", "ada");

        assertThat(server.lines()).contains("PATCH uploads/u1").doesNotContain("POST uploads");
    }

    @Test
    void anUploadThatIsBeingImportedIsNotTakenForAnother() {
        server.onList("GET uploads", upload(16, "image"));

        importing("disk.raw");

        assertThat(server.lines()).contains("POST uploads");
    }

    @Test
    void aPartWhoseAnswerWasLostIsNotSentAgain() {
        server.on("PATCH uploads/u1", Answer.none()).on("GET uploads/u1", Answer.of(200, upload(16, null)));

        Desk.Outcome outcome = importing("disk.raw");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(server.lines()).containsOnlyOnce("PATCH uploads/u1").containsOnlyOnce("POST images");
    }

    @Test
    void aRefusedUploadIsOneLine() {
        server.on("POST uploads", Answer.problem(ProblemType.TOO_LARGE, "The file has 300 GiB.", "Compress it."));

        Desk.Outcome outcome = importing("disk.raw");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("pando: The file has 300 GiB. Compress it.\n");
        assertThat(server.lines()).doesNotContain("POST images");
    }

    @Test
    void anAddressIsLeftToTheServer() {
        Desk.Outcome outcome = importing("https://example.org//a/appliance.OVA?x=//y", "--sha256", "ab".repeat(32));

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Json.parse(server.request("POST images").body()))
                .isEqualTo(Json.parse(
                        "{\"name\":\"tiny\",\"format\":\"ova\",\"url\":\"https://example.org//a/appliance.OVA?x=//y\",\"sha256\":\"%s\"}"
                                .formatted("ab".repeat(32))));
    }

    @Test
    void oneWayInIsNamed() {
        assertThat(importing().err()).contains("Give one of a file, an address and --on-host PATH.");
        assertThat(importing("disk.raw", "--on-host", "/srv/disk.raw").exitCode())
                .isEqualTo(2);
        assertThat(importing("absent.raw").err()).contains("--on-host PATH");
        assertThat(importing("https://example.org/disk").err()).contains("add --format");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void aDryRunSendsNothing() {
        Desk.Outcome outcome = desk.run("image", "import", "tiny", "disk.raw", "--dry-run");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Upload", "16 B");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void onATerminalABarMoves() {
        desk.onTerminal().typing("y\n");
        server.on("POST images?dryRun=true", Answer.of(200, Samples.plan(true)));

        Desk.Outcome outcome = importing("disk.raw");

        assertThat(outcome.err()).contains("100 %  Sent 16 B of 16 B");
    }

    @Test
    void uploadsAreListedAndCancelled() {
        server.onList("GET uploads", upload(10, null)).on("DELETE uploads/u1", Answer.empty());

        assertThat(desk.run("upload", "ls", "-o", "columns=file,received,size").out())
                .isEqualTo("FILE      RECEIVED  SIZE\ndisk.raw  10 B      16 B\n");
        assertThat(desk.run("upload", "rm", "disk.raw").err()).contains("cancelled");
        server.request("DELETE uploads/u1");
    }

    @Test
    void uploadsOfAProjectAreEverybodys() {
        server.onList("GET uploads", upload(10, null));

        assertThat(desk.run("upload", "ls", "--project", "web", "-o", "columns=file,owner,project")
                        .out())
                .isEqualTo("FILE      OWNER  PROJECT\ndisk.raw  ada    ada\n");
        assertThat(server.lines()).allMatch(line -> line.startsWith("GET uploads?project=web&"));
    }
}
