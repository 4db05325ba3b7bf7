package io.pando.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.PlacementDecision;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.Obstacle;
import io.pando.api.PlacementDecision.Preference;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import io.pando.api.PlacementDecision.ScoreLine;
import io.pando.api.PlacementSimulation;
import io.pando.cli.StandIn.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulating where machines go. */
final class PlacementTest {
    private static final String CALL = "POST placement/simulations";
    private static final HostChoice CHOSEN = new HostChoice("a", "alpha", "pool", 35.2);
    private static final RefusedHost DRAINED =
            new RefusedHost("b", "beta", List.of(new HostObstacle(Obstacle.DRAINED, "it is drained", null)));
    private static final PlacementSimulation SIMULATION = new PlacementSimulation(
            List.of(
                    new PlacementDecision(
                            "web",
                            CHOSEN,
                            1,
                            List.of(new RankedHost(
                                    CHOSEN,
                                    List.of(new ScoreLine(
                                            Preference.FILLING, 35.2, 40, 0.88, "it would be 88 % full")))),
                            1,
                            List.of(DRAINED),
                            "d1"),
                    new PlacementDecision("db", null, 0, List.of(), 7, List.of(DRAINED), "d2")),
            1,
            1);

    private StandIn server;
    private Desk desk;
    private Path home;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        home = folder;
        server = new StandIn();
        desk = Desk.at(home, server);
        server.on(CALL, Answer.of(200, SIMULATION));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsEachDecisionWithItsReasons() throws IOException {
        Desk.Outcome outcome = simulate("fleet.json", "{\"hosts\":[],\"machines\":[]}");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "MACHINE  HOST   SCORE  WHY",
                        "web      alpha  35.2   it would be 88 % full (35.2 of 40)",
                        "db       none          beta: it is drained; and 6 more");
        assertThat(outcome.err()).contains("1 of 2 machines have a host; hosts in use: 1.");
    }

    @Test
    void sendsJsonAsItIs() throws IOException {
        simulate("fleet.json", "{\"hosts\":[{\"name\":\"a\"}], \"surprise\":1}", "--explain", "3");

        assertThat(server.request(CALL).body())
                .isEqualTo("{\"hosts\":[{\"name\":\"a\"}],\"surprise\":1,\"explain\":3}");
    }

    @Test
    void readsCommaSeparatedValues() throws IOException {
        simulate("fleet.csv", """
                kind, name, processors, vcpus, memoryMiB, accelerated, labels, near
                host, alpha, 8, , 16384, true, ssd zone=a,

                machine, web, , 1.5, 512, , front, db
                """);

        assertThat(server.request(CALL).body())
                .isEqualTo("{\"hosts\":[{\"name\":\"alpha\",\"processors\":8,\"memoryMiB\":16384,\"accelerated\":true,"
                        + "\"labels\":[\"ssd\",\"zone=a\"]}],"
                        + "\"machines\":[{\"name\":\"web\",\"vcpus\":1.5,\"memoryMiB\":512,\"labels\":[\"front\"],"
                        + "\"near\":[\"db\"]}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    fleet.json | [1]                              | has no object with hosts and machines
                    fleet.json | kind,name                        | is no JSON
                    fleet.csv  | name,processors                  | has no column `kind`
                    fleet.csv  | kind,name;host                   | line 2: there are 1 values, and the first line names 2
                    fleet.csv  | kind,name;shelf,a                | line 2: the kind is host or machine, not 'shelf'
                    fleet.csv  | kind,processors;host,eight       | line 2: 'eight' is no number
                    fleet.csv  | kind,processors;host,"8"         | line 2: '"8"' is no number
                    """)
    void saysWhatIsWrongWithAFile(String name, String text, String said) throws IOException {
        Desk.Outcome outcome = simulate(name, text.replace(';', '\n'));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.err().lines()).singleElement().asString().contains(said);
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThat(desk.run("placement", "simulate", "absent.json").err()).contains("There is no file");
    }

    private Desk.Outcome simulate(String name, String text, String... more) throws IOException {
        Files.writeString(home.resolve(name), text);
        List<String> words = new java.util.ArrayList<>(List.of("placement", "simulate", name));
        words.addAll(List.of(more));
        return desk.run(words.toArray(String[]::new));
    }
}
