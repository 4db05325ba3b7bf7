package io.pando.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.ConsoleTicket;
import io.pando.api.Copy;
import io.pando.api.CreateConsoleTicket;
import io.pando.api.Firmware;
import io.pando.api.Hardware;
import io.pando.api.Machine;
import io.pando.api.ProblemType;
import io.pando.api.ProjectReference;
import io.pando.api.User;
import io.pando.console.ConsoleClient.Attempt;
import io.pando.database.Database;
import io.pando.event.Changed;
import io.pando.host.HostException;
import io.pando.web.EdgeTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationEventPublisher;

/** Consoles through a real server and real WebSockets. */
@SpringBootTest(classes = ConsoleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class ConsoleTest extends EdgeTest {
    private static final String BINARY = "binary";

    private final FakeMachines machines;
    private final FakeLines lines;
    private final ApplicationEventPublisher events;
    private final Database database;
    private Person owner;
    private Browser browser;
    private String machine;

    @Autowired
    ConsoleTest(FakeMachines machines, FakeLines lines, ApplicationEventPublisher events, Database database) {
        this.machines = machines;
        this.lines = lines;
        this.events = events;
        this.database = database;
    }

    @BeforeEach
    void prepare() {
        owner = person();
        browser = browser().signIn(owner);
        machine = machines.add(owner.user().id());
        lines.off(false);
        lines.refuseScreen(null);
    }

    private ConsoleTicket ticket(ConsoleTicket.Kind kind) {
        HttpResponse<String> response =
                browser.send("POST", "/api/v1/machines/" + machine + "/console-tickets", new CreateConsoleTicket(kind));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        return json.readValue(response.body(), ConsoleTicket.class);
    }

    private String origin() {
        return "http://127.0.0.1:" + port;
    }

    private Attempt open(String path, Map<String, String> headers, String... protocols) {
        return ConsoleClient.open(client, URI.create("ws://127.0.0.1:" + port + path), headers, List.of(protocols));
    }

    private Attempt open(ConsoleTicket ticket) {
        return open(ticket.path(), Map.of("Origin", origin()), BINARY, ticket.protocol());
    }

    /** A serial console through which something was typed already: a client knows that it is open before the server does. */
    private ConsoleClient openSerial() throws InterruptedException {
        ConsoleClient console = open(ticket(ConsoleTicket.Kind.SERIAL)).opened();
        console.send("\n".getBytes(UTF_8));
        assertThat(lines.typed(1)).isEqualTo("\n".getBytes(UTF_8));
        return console;
    }

    private Machine shown(Machine.State state) {
        return shown(state, "here");
    }

    private Machine shown(Machine.State state, String hostId) {
        User user = owner.user();
        return new Machine(
                machine,
                "lab",
                state,
                null,
                false,
                user,
                new ProjectReference(user.id(), user.name()),
                "i",
                "tiny",
                Copy.LINKED,
                hostId,
                hostId,
                1,
                128,
                new Hardware(Firmware.BIOS, false, List.of(), List.of(), null, List.of(), null),
                "d",
                "u",
                "k",
                List.of(),
                null,
                null,
                null,
                Instant.EPOCH,
                List.of(),
                null,
                null,
                null,
                false,
                null,
                List.of());
    }

    private void publish(@Nullable Machine object) {
        events.publishEvent(new Changed("machine", machine, owner.user().id(), object));
    }

    @Test
    void joinsTheScreenWithTheBrowser() throws Exception {
        ConsoleClient console = open(ticket(ConsoleTicket.Kind.SCREEN)).opened();
        assertThat(console.socket().getSubprotocol()).isEqualTo(BINARY);
        try (SocketChannel screen = lines.acceptScreen()) {
            screen.write(ByteBuffer.wrap("RFB 003.008\n".getBytes(UTF_8)));
            assertThat(console.await(12)).isEqualTo("RFB 003.008\n".getBytes(UTF_8));
            byte[] large = new byte[200_000];
            large[199_999] = 7;
            console.send(large);
            ByteBuffer buffer = ByteBuffer.allocate(large.length);
            while (buffer.hasRemaining() && screen.read(buffer) >= 0) {}
            assertThat(buffer.array()).isEqualTo(large);
        }
        // The guest's end is closed: it has stopped.
        assertThat(console.closeCode()).isEqualTo(4000);
    }

    @Test
    void holdsUpAScreenThatTheBrowserDoesNotTake() throws Exception {
        ConsoleClient console = open(ticket(ConsoleTicket.Kind.SCREEN)).opened();
        try (SocketChannel screen = lines.acceptScreen()) {
            byte[] much = new byte[8 << 20];
            screen.write(ByteBuffer.wrap(much));
            assertThat(console.await(much.length)).hasSize(much.length);
        }
    }

    @ParameterizedTest
    @CsvSource({"NEXT_START, 4004", "TAKEN, 4005", "UNREACHABLE, 4003", "WRONG_STATE, 4000"})
    void saysWhyAScreenIsNotToBeHad(HostException.Reason reason, int code) throws Exception {
        lines.refuseScreen(reason);
        assertThat(open(ticket(ConsoleTicket.Kind.SCREEN)).opened().closeCode()).isEqualTo(code);
    }

    @Test
    void refusesAMessageThatIsTooLarge() throws Exception {
        ConsoleClient console = open(ticket(ConsoleTicket.Kind.SCREEN)).opened();
        console.send(new byte[300_000]);
        assertThat(console.closeCode()).isEqualTo(1009);
    }

    @Test
    void refusesText() throws Exception {
        ConsoleClient console = openSerial();
        console.socket().sendText("x", true).join();
        assertThat(console.closeCode()).isEqualTo(1003);
    }

    @Test
    void sharesTheSerialConsole() throws Exception {
        ConsoleClient first = openSerial();
        lines.show(machines.domain(machine), "login: ".getBytes(UTF_8));
        assertThat(first.await(7)).isEqualTo("login: ".getBytes(UTF_8));
        ConsoleClient second = openSerial();
        // The past first.
        assertThat(second.await(7)).isEqualTo("login: ".getBytes(UTF_8));
        second.send("root\r".getBytes(UTF_8));
        assertThat(lines.typed(5)).isEqualTo("root\r".getBytes(UTF_8));
        lines.show(machines.domain(machine), "root".getBytes(UTF_8));
        assertThat(first.await(11)).isEqualTo("login: root".getBytes(UTF_8));
        assertThat(second.await(11)).isEqualTo("login: root".getBytes(UTF_8));
    }

    @Test
    void opensOnlyOnce() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        assertThat(open(ticket).status()).isEqualTo(101);
        assertThat(open(ticket).status()).isEqualTo(403);
    }

    @Test
    void opensOnlyForThirtySeconds() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        clock.advance(Duration.ofSeconds(30));
        assertThat(open(ticket).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "http://evil.example",
                "https://127.0.0.1:PORT",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://127.0.0.1:PORT.evil.example",
                "http://localhost:PORT",
                "http://user@127.0.0.1:PORT",
                "file://"
            })
    void refusesPagesOfOtherSites(String origin) {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        Map<String, String> headers =
                origin.isEmpty() ? Map.of() : Map.of("Origin", origin.replace("PORT", Integer.toString(port)));
        assertThat(open(ticket.path(), headers, BINARY, ticket.protocol()).status())
                .isEqualTo(403);
        // Nothing was opened, and the ticket still is.
        assertThat(open(ticket).status()).isEqualTo(101);
    }

    @Test
    void admitsThePageBehindTheReverseProxy() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        Map<String, String> headers = Map.of("Origin", "https://pando.example");
        assertThat(open(ticket.path(), headers, BINARY, ticket.protocol()).status())
                .isEqualTo(101);
    }

    @Test
    void refusesTicketsForSomethingElse() {
        String other = machines.add(owner.user().id());
        Map<String, String> headers = Map.of("Origin", origin());
        String serial = "/api/v1/console/" + machine + "/serial";
        for (String path : List.of(
                "/api/v1/console/" + machine + "/screen",
                "/api/v1/console/" + other + "/serial",
                "/api/v1/console/" + machine + "x/serial")) {
            ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
            assertThat(ticket.path()).isEqualTo(serial);
            assertThat(open(path, headers, BINARY, ticket.protocol()).status()).isEqualTo(403);
            // Shown in the wrong place, it is gone.
            assertThat(open(ticket).status()).isEqualTo(403);
        }
        assertThat(open("/api/v1/console/" + machine + "/other", headers, BINARY, "pando.ticket.x")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesWhatIsNoTicket() {
        Map<String, String> headers = Map.of("Origin", origin());
        String path = "/api/v1/console/" + machine + "/serial";
        String unknown = Tickets.PROTOCOL + "A".repeat(43);
        assertThat(open(path, headers).status()).isEqualTo(403);
        assertThat(open(path, headers, BINARY).status()).isEqualTo(403);
        assertThat(open(path, headers, BINARY, unknown).status()).isEqualTo(403);
        assertThat(open(path, headers, BINARY, Tickets.PROTOCOL).status()).isEqualTo(403);
        assertThat(open(path, headers, ticket(ConsoleTicket.Kind.SERIAL).protocol())
                        .status())
                .isEqualTo(403);
        assertThat(open(path, headers, BINARY, ticket(ConsoleTicket.Kind.SERIAL).protocol(), unknown)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void refusesATicketOfSomebodyElse() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        Browser thief = browser().signIn(person());
        Map<String, String> headers = Map.of(
                "Origin", origin(), "Cookie", "pando_session=" + thief.cookies().get("pando_session"));
        assertThat(open(ticket.path(), headers, BINARY, ticket.protocol()).status())
                .isEqualTo(403);
    }

    @Test
    void refusesATicketForAnEarlierMachineOfThatId() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        machines.change(machine, true, "second");
        assertThat(open(ticket).status()).isEqualTo(403);
    }

    @Test
    void refusesATicketOfAMachineThatIsGone() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        machines.remove(machine);
        assertThat(open(ticket).status()).isEqualTo(404);
    }

    @Test
    void refusesATicketOfWhoSignedOut() {
        ConsoleTicket ticket = ticket(ConsoleTicket.Kind.SERIAL);
        assertThat(browser.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
        assertThat(open(ticket).status()).isEqualTo(403);
    }

    @Test
    void givesNoTicketForAMachineOfSomebodyElse() {
        Browser other = browser().signIn(person());
        String path = "/api/v1/machines/" + machine + "/console-tickets";
        CreateConsoleTicket request = new CreateConsoleTicket(ConsoleTicket.Kind.SCREEN);
        problem(other.send("POST", path, request), ProblemType.NOT_FOUND);
        Browser stranger = browser();
        stranger.get("/api/v1/about");
        problem(stranger.send("POST", path, request), ProblemType.NOT_SIGNED_IN);
        problem(browser.send("POST", path, Map.of()), ProblemType.INVALID_REQUEST);
        problem(browser.send("POST", path, Map.of("kind", "WINDOW")), ProblemType.INVALID_REQUEST);
    }

    @Test
    void keepsNoSecret() {
        String secret = ticket(ConsoleTicket.Kind.SERIAL).protocol().substring(Tickets.PROTOCOL.length());
        assertThat(secret).hasSize(43);
        List<String> values = new ArrayList<>();
        database.reader()
                .sql("SELECT * FROM console_ticket")
                .query((row, number) -> {
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        values.add(new String(row.getBytes(column), UTF_8));
                    }
                    return number;
                })
                .list();
        assertThat(values).isNotEmpty().noneMatch(value -> value.contains(secret));
    }

    @Test
    void closesWhenWhoLooksSignsOut() throws Exception {
        ConsoleClient console = openSerial();
        ConsoleClient others = openSerial();
        assertThat(browser.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
        assertThat(console.closeCode()).isEqualTo(4001);
        assertThat(others.closeCode()).isEqualTo(4001);
    }

    @Test
    void closesWhenTheMachineIsDeleted() throws Exception {
        ConsoleClient console = openSerial();
        publish(shown(Machine.State.DELETING));
        assertThat(console.closeCode()).isEqualTo(4001);
        console = openSerial();
        publish(null);
        assertThat(console.closeCode()).isEqualTo(4001);
    }

    /** Its line leads to where the machine was; the next one leads to where it is. */
    @Test
    void closesWhenTheMachineWasMovedToAnotherHost() throws Exception {
        ConsoleClient console = openSerial();
        publish(shown(Machine.State.RUNNING));
        publish(shown(Machine.State.RUNNING, "there"));
        assertThat(console.closeCode()).isEqualTo(4006);
    }

    @Test
    void closesWhenTheGuestStops() throws Exception {
        ConsoleClient console = openSerial();
        publish(shown(Machine.State.RUNNING));
        publish(shown(Machine.State.STOPPED));
        assertThat(console.closeCode()).isEqualTo(4000);
        lines.off(true);
        assertThat(open(ticket(ConsoleTicket.Kind.SCREEN)).opened().closeCode()).isEqualTo(4000);
    }

    @Test
    void closesWhenAnotherServerTookTheRightAway() throws Exception {
        ConsoleClient console = openSerial();
        machines.remove(machine);
        assertThat(console.closeCode()).isEqualTo(4001);
        machine = machines.add(owner.user().id());
        console = openSerial();
        machines.change(machine, true, "second");
        assertThat(console.closeCode()).isEqualTo(4001);
        machines.change(machine, true, "third");
        console = openSerial();
        machines.change(machine, false, "third");
        assertThat(console.closeCode()).isEqualTo(4000);
    }

    @Test
    void limitsTheConsolesOfAnAccount() throws Exception {
        List<ConsoleClient> open = new ArrayList<>();
        for (int count = 0; count < OpenConsoles.MOST; count++) {
            open.add(openSerial());
        }
        assertThat(open(ticket(ConsoleTicket.Kind.SERIAL)).status()).isEqualTo(429);
        open.forEach(ConsoleClient::leave);
    }
}
