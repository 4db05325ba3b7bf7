package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Certificate;
import io.pando.api.Machine;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written where, and how. */
final class OutputTest {
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
    void listsMachinesAsATable() {
        server.onList(
                "GET machines",
                Samples.machine("web2"),
                Samples.machine("id-9", "database", Machine.State.STOPPED, Samples.ADA, List.of(), null));

        Desk.Outcome outcome = desk.run("machine", "ls");

        assertThat(outcome.out()).isEqualTo("""
                        NAME      STATE    ADDRESS    IMAGE   HOST   AGE    LEFT
                        web2      running  10.83.0.5  debian  local  5 min
                        database  stopped             debian  local  5 min
                        """);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(server.request("GET machines").header("authorization")).isEqualTo("Bearer pando_secret");
    }

    @Test
    void showsTheColumnsAskedForWithoutAHeading() {
        server.onList("GET machines", Samples.machine("web2"));

        assertThat(desk.run("machine", "ls", "-o", "columns=id,memory,owner", "-o", "noheader")
                        .out())
                .isEqualTo("id-web2  1 GiB  ada\n");
    }

    @Test
    void writesJsonAsTheServerSentIt() {
        server.on(
                "GET machines",
                new Answer(
                        200,
                        "application/json",
                        "{\"items\":[],\"total\":0,\"limit\":100,\"offset\":0}".getBytes(StandardCharsets.UTF_8),
                        Map.of()));
        assertThat(desk.run("machine", "ls", "-o", "json").out().strip()).isEqualTo("[ ]");

        server.on(
                "GET about",
                new Answer(
                        200,
                        "application/json",
                        "{\"product\":\"Pando\",\"version\":\"9\",\"api\":\"v1\",\"future\":1}"
                                .getBytes(StandardCharsets.UTF_8),
                        Map.of()));
        assertThat(desk.run("version", "-o", "json").out()).contains("\"server\" : \"9\"");

        server.onList("GET hosts", Samples.host())
                .on(
                        "GET hosts/host-1",
                        new Answer(
                                200,
                                "application/json",
                                new String(io.pando.cli.http.Json.bytes(Samples.host()), StandardCharsets.UTF_8)
                                        .replaceFirst("\\{", "{\"future\":true,")
                                        .getBytes(StandardCharsets.UTF_8),
                                Map.of()));
        assertThat(desk.run("host", "show", "-o", "json").out()).contains("\"future\" : true");
    }

    @Test
    void writesYaml() {
        server.onList("GET images", Samples.image("debian"));

        assertThat(desk.run("image", "ls", "-o", "yaml").out())
                .startsWith("---\n- id: \"img-debian\"\n  name: \"debian\"\n")
                .contains("virtualSize: 3221225472");
    }

    @Test
    void getsEveryPage() {
        server.on(
                        "GET machines?limit=100&offset=0",
                        Answer.of(200, new Page<>(List.of(Samples.machine("one")), 2, 100, 0)))
                .on(
                        "GET machines?limit=100&offset=1",
                        Answer.of(200, new Page<>(List.of(Samples.machine("two")), 2, 100, 1)));

        assertThat(desk.run("machine", "ls", "-o", "columns=name", "-o", "noheader")
                        .out())
                .isEqualTo("one\ntwo\n");
    }

    @Test
    void saysWhatToDoWhenThereIsNothingYet() {
        server.onList("GET machines");

        Desk.Outcome outcome = desk.run("machine", "ls");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo("No machines yet. `pando machine create NAME --image IMAGE` makes one.\n");
    }

    @Test
    void passesFiltersOn() {
        server.onList("GET machines").onList("GET images", Samples.image("debian"));

        desk.run(
                "machine", "ls", "we b", "--state", "running", "--state", "STOPPED", "--image", "debian", "--sort",
                "-name", "-A");

        assertThat(server.request("GET machines").line())
                .isEqualTo(
                        "GET machines?query=we+b&sort=-name&owner=all&image=img-debian&state=RUNNING&state=STOPPED&limit=100&offset=0");
    }

    @Test
    void showsTheDetailsOfAHost() {
        server.onList("GET hosts", Samples.host()).on("GET hosts/host-1", Answer.of(200, Samples.host()));

        assertThat(desk.run("host", "show").out()).isEqualTo("""
                        Name:               local
                        State:              online
                        Acceleration:       emulation
                        Processors:         1 of 2 given
                        Memory free:        6 GiB of 8 GiB
                        Machines:           1 of 2 running
                        Warm machines:      0
                        Id:                 host-1
                        URI:                qemu:///system
                        Processor:          Xeon
                        Load:               12 %
                        Memory given:       1 GiB
                        Architecture:       x86_64
                        Hypervisor:         QEMU 7.2.22
                        libvirt:            9.0.0
                        Acceleration seen:  The probe's guest hung.
                        Looked at:          2026-03-01T12:00:00Z
                        Last answer:        2026-03-01T12:00:00Z
                        Labels:             ssd
                        Can give:           uefi

                        Storage
                          NAME   TYPE  FREE    CAPACITY  PATH
                          pando  dir   90 GiB  100 GiB   /var/lib/pando

                        Networks
                          NAME   ACTIVE  ADDRESSES     LEASES  BRIDGE
                          pando  yes     10.83.0.0/24  1       virbr1
                        """);
    }

    @Test
    void aSharedIdentifierEndsWithOne() {
        server.onList("GET machines", Samples.machine("web2"))
                .on(
                        "GET machines/id-web2/certificate",
                        Answer.of(200, Samples.certificate(Certificate.Verdict.DISTINCT)),
                        Answer.of(200, Samples.certificate(Certificate.Verdict.SHARED)));

        Desk.Outcome distinct = desk.run("machine", "certificate", "web2");
        assertThat(distinct.exitCode()).isZero();
        assertThat(distinct.out()).contains("Machine id  distinct  aaaa  bbbb");
        Desk.Outcome shared = desk.run("machine", "certificate", "web2");
        assertThat(shared.exitCode()).isEqualTo(1);
        assertThat(shared.out()).contains("web1");
    }

    @Test
    void savesThePictureOfTheScreen() throws IOException {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
        server.onList("GET machines", Samples.machine("web2"))
                .on("GET machines/id-web2/screen", new Answer(200, "image/png", picture, Map.of()));

        assertThat(desk.run("machine", "screen", "web2").exitCode()).isZero();
        assertThat(Files.readAllBytes(desk.home().resolve("web2.png"))).isEqualTo(picture);
        assertThat(desk.run("machine", "screen", "web2", "-").out()).contains("PNG");
        assertThat(desk.onTerminal().run("machine", "screen", "web2", "-").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aGuestsTextCannotCommandTheTerminal() {
        server.onList(
                "GET machines",
                Samples.machine(
                        "id-1", "web\u001b[2J\u202e2", Machine.State.RUNNING, Samples.ADA, List.of("a\nb"), null));
        server.on("GET images", Answer.problem(ProblemType.INTERNAL, "bad\u001b]0;title\u0007\nline", null));

        assertThat(desk.run("machine", "ls").out())
                .contains("web?[2J?2")
                .contains("a b")
                .doesNotContain("\u001b");
        assertThat(desk.run("image", "ls").err()).isEqualTo("pando: bad?]0;title? line\n");
    }

    @Test
    void coloursOnlyATerminalThatWantsIt() {
        server.onList("GET machines", Samples.machine("web2"));

        assertThat(desk.run("machine", "ls").out()).doesNotContain("\u001b");
        assertThat(desk.onTerminal().run("machine", "ls").out()).doesNotContain("\u001b");
        assertThat(desk.inColour().run("machine", "ls").out()).contains("\u001b[1mNAME");
    }

    @Test
    void followsEvents() {
        server.on("GET events", new Answer(200, "text/event-stream", """
                event: hello
                data: {}

                : still there

                event: machine
                id: 7
                data: {"type":"machine","id":"id-web2","object":{"name":"web2","state":"RUNNING"}}

                event:job
                data:{"type":"job","id":"42",
                data: "object":{"title":"Create machine web2","state":"RUNNING","percent":52.4}}

                event: machine
                data: {"type":"machine","id":"id-web1"}

                """.getBytes(StandardCharsets.UTF_8), Map.of()));

        Desk.Outcome all = desk.run("events");
        assertThat(all.out()).isEqualTo("""
                        2026-03-01T12:00:00Z  machine  web2  running
                        2026-03-01T12:00:00Z  job  Create machine web2  running 52 %
                        2026-03-01T12:00:00Z  machine  id-web1  gone
                        """);
        assertThat(all.exitCode()).isEqualTo(1);
        assertThat(desk.run("events", "--type", "job", "-o", "json").out())
                .isEqualTo(
                        "{\"type\":\"job\",\"id\":\"42\",\"object\":{\"title\":\"Create machine web2\",\"state\":\"RUNNING\",\"percent\":52.4}}\n");
    }
}
