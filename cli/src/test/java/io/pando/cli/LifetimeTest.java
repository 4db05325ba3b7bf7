package io.pando.cli;

import static io.pando.cli.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Machine;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels of machines, and how long they run. */
final class LifetimeTest {
    private static final String MACHINE = "machines/id-web2";

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

    private void there(Machine machine) {
        server.onList("GET machines", machine).on("GET " + MACHINE, Answer.of(200, machine));
    }

    @Test
    void labelsAreAllThatItHasFromNowOn() {
        there(Samples.machineUntil(null, null, List.of("web")));
        server.on(
                "PUT " + MACHINE + "/labels", Answer.of(200, Samples.machineUntil(null, null, List.of("blue", "web"))));

        Desk.Outcome outcome = desk.run("machine", "label", "web2", "web", "blue");

        assertThat(server.request("PUT " + MACHINE + "/labels").body()).isEqualTo("{\"labels\":[\"web\",\"blue\"]}");
        assertThat(outcome.err()).isEqualTo("The machine web2 has these labels now: blue web.\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void listsMachinesWithALabel() {
        server.onList("GET machines", Samples.machineUntil(NOON.plusSeconds(7_200), NOON, List.of("web")));

        assertThat(desk.run("machine", "ls", "--label", "web", "--label", "blue", "-o", "columns=name,left,labels")
                        .out())
                .contains("web2  2 h (soon over)  web");
        assertThat(server.lines()).anyMatch(line -> line.contains("label=web&label=blue"));
    }

    @Test
    void addsToWhatIsLeft() {
        there(Samples.machineUntil(NOON.plusSeconds(600), NOON.plusSeconds(540), List.of()));
        server.on(
                "PUT " + MACHINE + "/lifetime",
                Answer.of(200, Samples.machineUntil(NOON.plusSeconds(4_200), NOON.plusSeconds(3_840), List.of())));

        Desk.Outcome outcome = desk.run("machine", "extend", "web2", "1h");

        assertThat(server.request("PUT " + MACHINE + "/lifetime").body())
                .isEqualTo("{\"expiresAt\":\"2026-03-01T13:10:00Z\"}");
        assertThat(outcome.err()).isEqualTo("The machine web2 has until 2026-03-01T13:10:00Z now.\n");
    }

    @Test
    void countsFromNowWhereItsTimeIsOver() {
        there(Samples.machineUntil(NOON.minusSeconds(600), NOON.minusSeconds(900), List.of()));
        server.on(
                "PUT " + MACHINE + "/lifetime",
                Answer.of(200, Samples.machineUntil(NOON.plusSeconds(3_600), NOON, List.of())));

        assertThat(desk.run("machine", "extend", "web2", "1h").exitCode()).isZero();

        assertThat(server.request("PUT " + MACHINE + "/lifetime").body())
                .isEqualTo("{\"expiresAt\":\"2026-03-01T13:00:00Z\"}");
    }

    @Test
    void takesTheEndAwayAndGivesOne() {
        there(Samples.machineUntil(null, null, List.of()));
        server.on("PUT " + MACHINE + "/lifetime", Answer.of(200, Samples.machineUntil(null, null, List.of())));

        Desk.Outcome endless = desk.run("machine", "extend", "web2", "--no-end");
        Desk.Outcome unclear = desk.run("machine", "extend", "web2", "1h");
        Desk.Outcome nothing = desk.run("machine", "extend", "web2");
        Desk.Outcome ended = desk.run("machine", "extend", "web2", "1h", "--from-now");

        assertThat(endless.err()).isEqualTo("The machine web2 runs without an end now.\n");
        assertThat(unclear.exitCode()).isEqualTo(2);
        assertThat(unclear.err()).contains("--from-now");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(ended.exitCode()).isZero();
        assertThat(server.requests().stream()
                        .filter(request -> request.line().startsWith("PUT"))
                        .map(StandIn.Request::body))
                .containsExactly("{}", "{\"expiresAt\":\"2026-03-01T13:00:00Z\"}");
    }

    @Test
    void remindsOfTheEnd() {
        there(Samples.machineUntil(NOON.plusSeconds(300), NOON.minusSeconds(60), List.of()));

        Desk.Outcome outcome = desk.run("machine", "show", "web2");

        assertThat(outcome.err())
                .isEqualTo("Its time is over in 5 min; `pando machine extend web2 2d` gives it more.\n");
        assertThat(outcome.out()).contains("Left:        5 min (soon over)\n");
    }
}
