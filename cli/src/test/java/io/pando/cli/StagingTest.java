package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Firmware;
import io.pando.api.ImageInspection;
import io.pando.api.ImageSealing;
import io.pando.api.InstalledPackage;
import io.pando.api.Job;
import io.pando.api.KnownPackages;
import io.pando.api.ProblemType;
import io.pando.api.WarmPool;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on images' disks, models, and what is staged of them. */
final class StagingTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String IMAGE = "images/img-debian";
    private static final Answer RUNNING = Answer.of(202, Samples.job(Job.State.RUNNING, 0));
    private static final Answer FOUND = Answer.of(
            200,
            new ImageInspection(
                    NOON,
                    null,
                    new ImageInspection.Contents(
                            new ImageInspection.OperatingSystem("debian", "12", "Debian GNU/Linux 12"),
                            "x86_64",
                            List.of(Firmware.BIOS, Firmware.UEFI),
                            List.of(new ImageInspection.FileSystem("vda1", "ext4", true, 3L << 30, 1L << 30, "root")),
                            "dpkg",
                            2,
                            List.of(new ImageInspection.LoginAccount("root", 0, "/bin/bash")),
                            true,
                            true,
                            new ImageInspection.Identifiers("4a1f", "debian-master", List.of()))));

    private StandIn server;
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path home) throws IOException {
        server = new StandIn();
        desk = Desk.at(home, server);
        server.onList("GET images", Samples.image("debian"))
                .on("GET " + IMAGE, Answer.of(200, Samples.image("debian")))
                .on("GET " + IMAGE + "/inspection", FOUND)
                .onList(
                        "GET " + IMAGE + "/packages",
                        new InstalledPackage("nginx", "1.22.1-9", "amd64"),
                        new InstalledPackage("openssh-server", "1:9.2p1-2", "amd64"))
                .on("GET jobs/42", Answer.of(200, Samples.job(Job.State.DONE, 100)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsWhatIsKnownOfADiskWithoutLookingAgain() {
        Desk.Outcome outcome = desk.run("image", "inspect", "debian");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("Debian GNU/Linux 12", "x86_64", "bios, uefi", "debian-master", "1 GiB");
        assertThat(server.lines()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void looksAtADiskThatNobodyHasLookedAt() {
        server.on(
                        "GET " + IMAGE + "/inspection",
                        Answer.problem(ProblemType.NOT_FOUND, "Nobody has looked at the disk yet.", null),
                        FOUND)
                .on("POST " + IMAGE + "/inspection", RUNNING);

        Desk.Outcome outcome = desk.run("image", "inspect", "debian");

        assertThat(outcome.err()).doesNotContain("Nobody has looked");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("Debian GNU/Linux 12");
    }

    @Test
    void looksAgainWhenAsked() {
        server.on("POST " + IMAGE + "/inspection", RUNNING);

        assertThat(desk.run("image", "inspect", "debian", "--again").exitCode()).isZero();
        server.request("POST " + IMAGE + "/inspection");
    }

    @Test
    void findsPackages() {
        assertThat(desk.run("image", "packages", "debian", "--search", "n").out())
                .contains("nginx")
                .contains("1:9.2p1-2");
        assertThat(server.request("GET " + IMAGE + "/packages").line()).contains("query=n");
        server.onList("GET " + IMAGE + "/packages");
        assertThat(desk.run("image", "packages", "debian", "--search", "x").err())
                .contains("No package matches.");
        assertThat(desk.run("image", "packages", "debian").err()).contains("pando image inspect debian --again");
    }

    @Test
    void showsWhichPackagesThereAreAndSinceWhen() {
        server.on(
                "GET " + IMAGE + "/packages/known",
                Answer.of(
                        200,
                        new KnownPackages(
                                Instant.EPOCH,
                                KnownPackages.Source.MIRROR,
                                64_321,
                                List.of("nginx", "nginx-full"),
                                "Nobody answers.",
                                Instant.EPOCH)));

        Desk.Outcome outcome = desk.run("image", "packages", "debian", "--known", "--search", "nginx");

        assertThat(outcome.out()).contains("nginx-full");
        assertThat(outcome.err())
                .contains("They could not be listed anew", "Nobody answers.")
                .contains("64,321 packages in all", "from where they come");
        assertThat(server.request("GET " + IMAGE + "/packages/known").line()).contains("query=nginx");
    }

    @Test
    void asksWhichPackagesThereAre() {
        server.on("POST " + IMAGE + "/packages/known", RUNNING)
                .on(
                        "GET " + IMAGE + "/packages/known",
                        Answer.of(200, new KnownPackages(null, null, 0, List.of(), null, null)));

        Desk.Outcome outcome = desk.run("image", "packages", "debian", "--refresh");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("pando image packages debian --refresh");
        server.request("POST " + IMAGE + "/packages/known");
    }

    @Test
    void marksAModel() {
        server.on("PATCH " + IMAGE, Answer.of(200, Samples.image("debian")));

        assertThat(desk.run("image", "model", "debian").err()).contains("debian is a model.");
        assertThat(server.request("PATCH " + IMAGE).body()).isEqualTo("{\"model\":true}");
    }

    @Test
    void stagesAndShowsWhatWasStripped() {
        server.on("POST " + IMAGE + "/staging", RUNNING)
                .on(
                        "GET images/id-web2/sealing",
                        Answer.of(
                                200,
                                new ImageSealing(
                                        "debian",
                                        1,
                                        "systemd",
                                        true,
                                        NOON,
                                        List.of(
                                                new ImageSealing.Operation("machine-id", "Machine id", 1),
                                                new ImageSealing.Operation("mail", "Mail", 0)))));

        Desk.Outcome outcome = desk.run("image", "stage", "debian", "--as", "bare", "--yes");

        assertThat(outcome.err()).contains("done");
        assertThat(outcome.exitCode()).isZero();
        assertThat(server.request("POST " + IMAGE + "/staging").body()).isEqualTo("{\"name\":\"bare\"}");
        assertThat(outcome.out()).contains("machine-id", "Machine id");
    }

    @Test
    void showsAndSetsHowManyMachinesWait() {
        Answer pool = Answer.of(
                200,
                new WarmPool(
                        "img-debian",
                        "debian",
                        3,
                        2,
                        4096,
                        1,
                        1,
                        7,
                        2,
                        NOON,
                        "No host has room.",
                        List.of(new WarmPool.Waiting("host-1", "local", WarmPool.State.READY, NOON))));
        server.on("GET " + IMAGE + "/warm-pool", pool).on("PUT " + IMAGE + "/warm-pool", pool);

        assertThat(desk.run("image", "warm", "debian").out())
                .contains("2 vCPU, 4 GiB", "No host has room.", "local", "ready");
        desk.run("image", "warm", "debian", "3", "--vcpus", "2", "--memory", "4GiB");
        assertThat(server.request("PUT " + IMAGE + "/warm-pool").body())
                .isEqualTo("{\"size\":3,\"vcpus\":2,\"memoryMiB\":4096}");
        assertThat(desk.run("image", "warm", "debian", "--vcpus", "2").exitCode())
                .isEqualTo(2);
    }

    @Test
    void asksForPackages() {
        server.on("POST machines", RUNNING).on("GET machines/id-web2", Answer.of(200, Samples.machine("web2")));

        desk.run("machine", "create", "web2", "--image", "debian", "--package", "nginx", "--package", "curl", "--yes");

        assertThat(server.request("POST machines").body()).contains("\"packages\":[\"nginx\",\"curl\"]");
    }
}
