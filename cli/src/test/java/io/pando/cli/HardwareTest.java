package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Job;
import io.pando.api.Medium;
import io.pando.api.Snapshot;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing what machines are made of, and their snapshots. */
final class HardwareTest {
    private static final Answer RUNNING = Answer.of(202, Samples.job(Job.State.RUNNING, 0));
    private static final Answer DONE = Answer.of(200, Samples.job(Job.State.DONE, 100));
    private static final String MACHINE = "machines/id-web2";

    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        server.onList("GET machines", Samples.machine("web2"))
                .on("GET " + MACHINE, Answer.of(200, Samples.machine("web2")))
                .onList(
                        "GET " + MACHINE + "/snapshots",
                        snapshot("s1", "fresh", null, false),
                        snapshot("s3", "attempt", "s1", false),
                        snapshot("s2", "warm", "s1", true))
                .onList("GET media", new Medium("debian.iso", 660 << 20))
                .on("GET jobs/42", DONE);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void resizesWhatWasNamedOnly() {
        server.on("POST " + MACHINE + "/resize", RUNNING);

        assertThat(desk.run("machine", "resize", "web2", "--disk", "20GiB").exitCode())
                .isZero();
        assertThat(server.request("POST " + MACHINE + "/resize").body()).isEqualTo("{\"diskSize\":21474836480}");
        assertThat(desk.run("machine", "resize", "web2").exitCode()).isEqualTo(2);
    }

    @Test
    void addsAndDeletesDisks() {
        server.on("POST " + MACHINE + "/disks", RUNNING).on("DELETE " + MACHINE + "/disks/vdb", RUNNING);

        assertThat(desk.run("machine", "disk", "add", "web2", "--size", "512MiB")
                        .exitCode())
                .isZero();
        assertThat(server.request("POST " + MACHINE + "/disks").body()).isEqualTo("{\"size\":536870912}");
        Desk.Outcome unasked = desk.run("machine", "disk", "rm", "web2", "vdb");
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err())
                .contains("Delete the disk vdb of machine web2?")
                .contains("--yes");
        assertThat(desk.run("machine", "disk", "rm", "web2", "vdb", "--yes").exitCode())
                .isZero();
    }

    @Test
    void listsDisksAndNetworkCards() {
        assertThat(desk.run("machine", "disk", "ls", "web2").out())
                .contains("vda")
                .contains("3 GiB");
        assertThat(desk.run("machine", "nic", "ls", "web2").out())
                .contains("net0")
                .contains("plugged in");
        assertThat(desk.run("machine", "cd", "ls").out()).contains("debian.iso").contains("660 MiB");
    }

    @Test
    void drawsSnapshotsAsATree() {
        assertThat(desk.run("machine", "snapshot", "ls", "web2", "-o", "columns=name", "-o", "noheader")
                        .out()
                        .lines()
                        .map(String::stripTrailing))
                .containsExactly("fresh", "  attempt", "  * warm");
    }

    @Test
    void goesBackToASnapshotByItsName() {
        server.on("POST " + MACHINE + "/snapshots/s2/revert", RUNNING);

        assertThat(desk.run("machine", "snapshot", "revert", "web2", "warm", "--no-start", "--yes")
                        .exitCode())
                .isZero();
        assertThat(server.request("POST " + MACHINE + "/snapshots/s2/revert").body())
                .isEqualTo("{\"start\":false}");
        assertThat(desk.run("machine", "snapshot", "revert", "web2", "absent", "--yes")
                        .err())
                .contains("There is no snapshot 'absent'");
    }

    @Test
    void startsFromWhatWasNamedInThatOrder() {
        server.on("PUT " + MACHINE + "/boot", RUNNING);

        assertThat(desk.run("machine", "boot", "web2", "cd", "vda").exitCode()).isZero();
        assertThat(server.request("PUT " + MACHINE + "/boot").body()).isEqualTo("{\"devices\":[\"cd\",\"vda\"]}");
    }

    private static Snapshot snapshot(String id, String name, @Nullable String parent, boolean current) {
        return new Snapshot(
                id,
                name,
                "",
                Snapshot.State.READY,
                parent,
                current,
                false,
                Snapshot.Consistency.QUIESCED,
                1,
                512,
                Samples.NOON,
                1L << 20,
                null);
    }
}
