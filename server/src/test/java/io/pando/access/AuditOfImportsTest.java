package io.pando.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.PandoApplication;
import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.database.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Uploads and imports leave entries of the audit record, on the whole server with jobs that are held before their first step. */
class AuditOfImportsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SIZE = 2 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext server;

    @SuppressWarnings("NullAway.Init")
    private static MatrixWorld world;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        server = new SpringApplicationBuilder(PandoApplication.class, AccessMatrixTest.HeldJobs.class)
                .run(
                        "--server.port=0",
                        "--pando.data=" + data,
                        "--pando.host.uri=test:///default",
                        "--pando.access.administrator-password=correct horse battery");
        Database database = server.getBean(Database.class);
        database.writer().sql("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at)
                        VALUES (?, 'elsewhere', 'test:///elsewhere', 'EMULATION', '', 0)""").param(MatrixWorld.ELSEWHERE).update();
        world = new MatrixWorld(database, data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tellOfUploadsAndOfWhatBecomesOfThem() throws Exception {
        HttpResponse<String> announced =
                send("POST", "/api/v1/uploads", "{\"fileName\":\"disk.raw\",\"size\":%d}".formatted(SIZE));
        String upload = JSON.readTree(announced.body()).path("id").asString();
        AuditRecord announcement = only(announced);
        assertThat(announcement.action()).isEqualTo("upload.create");
        assertThat(announcement.objectId()).isEqualTo(upload);
        assertThat(announcement.objectName()).isEqualTo("disk.raw");
        assertThat(announcement.projectId()).isEqualTo(world.user("owner"));

        HttpResponse<String> part = part(upload, 0);
        assertThat(part.statusCode()).as(part.body()).isEqualTo(200);
        assertThat(entries(part)).as("a part in between").isEmpty();
        AuditRecord whole = only(part(upload, SIZE / 2));
        assertThat(whole.action()).isEqualTo("upload.receive");
        assertThat(whole.outcome()).isEqualTo(AuditOutcome.ACCEPTED);
        assertThat(whole.objectId()).isEqualTo(upload);

        HttpResponse<String> imported = send("POST", "/api/v1/images", """
                {"name":"made","upload":"%s","format":"raw","project":"%s","account":{"name":"root","password":"not to be seen"}}
                """.formatted(upload, world.project("A")));
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(202);
        AuditRecord entry = only(imported);
        assertThat(entry.action()).isEqualTo("image.importFile");
        assertThat(entry.objectType()).isEqualTo("image");
        assertThat(entry.objectName()).isEqualTo("made");
        assertThat(entry.projectId()).isEqualTo(world.project("A"));
        assertThat(entry.jobId())
                .isEqualTo(JSON.readTree(imported.body()).path("id").asLong());
        assertThat(entry.asked()).contains("root", upload).doesNotContain("not to be seen");

        HttpResponse<String> busy = send("DELETE", "/api/v1/uploads/" + upload, null);
        assertThat(only(busy).outcome()).isEqualTo(AuditOutcome.REFUSED);
    }

    @Test
    void tellOfUploadsThatAreCancelled() throws Exception {
        HttpResponse<String> announced =
                send("POST", "/api/v1/uploads", "{\"fileName\":\"other.raw\",\"size\":%d}".formatted(SIZE));
        String upload = JSON.readTree(announced.body()).path("id").asString();
        AuditRecord cancelled = only(send("DELETE", "/api/v1/uploads/" + upload, null));
        assertThat(cancelled.action()).isEqualTo("upload.cancel");
        assertThat(cancelled.objectName()).isEqualTo("other.raw");
        assertThat(cancelled.before()).contains("other.raw");
        assertThat(cancelled.after()).isNull();
    }

    @Test
    void tellOfAddressesWithoutWhatProvesSomething() throws Exception {
        HttpResponse<String> refused = send("POST", "/api/v1/images", """
                {"name":"made","url":"http://ada:lovelace@127.0.0.1/a.qcow2?signature=abc","format":"qcow2","project":"%s"}
                """.formatted(world.project("A")));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        AuditRecord entry = only(refused);
        assertThat(entry.outcome()).isEqualTo(AuditOutcome.REFUSED);
        assertThat(entry.asked()).contains("http://***@127.0.0.1/a.qcow2?***");
        assertThat(JSON.writeValueAsString(entry)).doesNotContain("lovelace", "signature");
    }

    private HttpResponse<String> part(String upload, int offset) throws IOException, InterruptedException {
        return client.send(
                request("/api/v1/uploads/" + upload)
                        .header("Content-Type", "application/octet-stream")
                        .header("Upload-Offset", Integer.toString(offset))
                        .method("PATCH", BodyPublishers.ofByteArray(new byte[SIZE / 2]))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s%s"
                        .formatted(server.getEnvironment().getProperty("local.server.port"), path)))
                .header(
                        "Authorization",
                        "Bearer " + world.actor("owner's token ALL").secret());
    }

    private AuditRecord only(HttpResponse<String> response) throws IOException, InterruptedException {
        List<AuditRecord> entries = entries(response);
        assertThat(entries).as(response.body()).hasSize(1);
        return entries.getFirst();
    }

    private List<AuditRecord> entries(HttpResponse<String> response) throws IOException, InterruptedException {
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        return JSON.readTree(send("GET", "/api/v1/audit?request=" + id, null).body())
                .path("items")
                .valueStream()
                .map(item -> JSON.treeToValue(item, AuditRecord.class))
                .toList();
    }
}
