package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.api.GuestAccess;
import io.pando.guest.Customisation.Action;
import io.pando.guest.Customisation.ConsoleAccount;
import io.pando.guest.Customisation.NewIdentity;
import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomisationTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEH2fSTwsXqWD3RR1bXcjQ3pMlmy3Wn8cA0p9XrC0q2b ada@home";
    private static final NewIdentity IDENTITY = new NewIdentity(new byte[Customisation.SEED_BYTES]);

    private static CreateMachine.Guest guest(
            @Nullable String hostname,
            CreateMachine.@Nullable Account user,
            @Nullable String timezone,
            @Nullable List<String> commands) {
        return new CreateMachine.Guest(hostname, user, timezone, commands);
    }

    private static Customisation full() {
        CreateMachine.Account ada = new CreateMachine.Account("ada", "canary-1", List.of(KEY, "  " + KEY + "2 \n"));
        return Customisation.of(
                guest("lab", ada, "Europe/Berlin", List.of("apt-get update", "echo 'done'")),
                "ada-lab",
                IDENTITY,
                new ConsoleAccount("root", "canary-2"));
    }

    @Test
    void doesWhatIsAskedForInOrder() {
        assertThat(full().actions())
                .extracting(action -> "%s | %s | %s | %d s"
                        .formatted(
                                action.name(),
                                action.title(),
                                action.input() == null
                                        ? "-"
                                        : action.input().length == 512 ? "seed" : new String(action.input(), UTF_8),
                                action.timeout().toSeconds()))
                .containsExactly(
                        "cloud-init | Wait for cloud-init | - | 200 s",
                        "random-seed | Replace the random seed | seed | 60 s",
                        "machine-id | Make a new machine id | - | 60 s",
                        "ssh-host-keys | Make new SSH host keys | - | 300 s",
                        "dhcp-identity | Forget DHCP leases and ids | - | 60 s",
                        "hostname | Set the host name to lab | - | 60 s",
                        "timezone | Set the time zone to Europe/Berlin | - | 60 s",
                        "account | Make the account ada | - | 120 s",
                        "password | Set the password of ada | ada:canary-1\n | 60 s",
                        "ssh-keys | Admit the SSH keys of ada | " + KEY + "\n" + KEY + "2\n | 60 s",
                        "console-password | Replace the password of the image's account root | root:canary-2\n | 60 s",
                        "command-1 | Command 1 of 2 | - | 900 s",
                        "command-2 | Command 2 of 2 | - | 900 s");
    }

    /** Whoever knows the image knows its password. */
    @Test
    void aSealedMachineIsHeardOnlyOnceItHasAPasswordAndAnIdentityOfItsOwn() {
        Action packages = new Action("packages", "Install nginx", "true", null, null, Duration.ofMinutes(1));

        Customisation.FirstBoot settings = full().firstBoot(List.of(packages));

        assertThat(settings.unheard())
                .extracting(Action::name)
                .containsExactly("console-password", "random-seed", "machine-id", "hostname");
        assertThat(settings.heard())
                .extracting(Action::name)
                .containsExactly(
                        "cloud-init",
                        "ssh-host-keys",
                        "timezone",
                        "account",
                        "password",
                        "ssh-keys",
                        "packages",
                        "command-1",
                        "command-2");
        assertThat(settings.all()).hasSize(13).extracting(Action::name).doesNotHaveDuplicates();
    }

    @Test
    void setsTheHostNameOnlyWhenNothingElseIsAskedFor() {
        assertThat(Customisation.of(null, "ada-lab", null, null).actions())
                .extracting(Action::title)
                .containsExactly("Wait for cloud-init", "Set the host name to ada-lab");
    }

    @Test
    void putsNamesIntoScriptsAndNothingElse() {
        for (Action action : full().actions()) {
            assertThat(action.script()).doesNotContain("canary", KEY).doesNotMatch("(?s).*@[A-Z]+@.*");
            assertThat(action.toString()).doesNotContain("canary");
        }
        assertThat(script("hostname")).contains("name='lab'\n");
        assertThat(script("timezone")).contains("zone='Europe/Berlin'\n");
        assertThat(script("account")).contains("name='ada'\n");
        assertThat(script("ssh-keys")).contains("name='ada'\n");
        assertThat(script("command-2")).isEqualTo("echo 'done'");
        assertThat(full().toString()).doesNotContain("canary");
    }

    private static String script(String name) {
        return full().actions().stream()
                .filter(action -> action.name().equals(name))
                .findFirst()
                .orElseThrow()
                .script();
    }

    static Stream<String> scripts() {
        List<String> scripts = new ArrayList<>();
        full().actions().forEach(action -> scripts.add(action.script()));
        Customisation.of(null, "lab", null, new ConsoleAccount("root", null))
                .actions()
                .forEach(action -> scripts.add(action.script()));
        scripts.add(BoundedCommand.SCRIPT);
        scripts.add(BoundedCommand.END);
        scripts.add(GuestFacts.SCRIPT);
        return scripts.stream();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("scripts")
    void isReadByEveryShell(String script) throws Exception {
        for (List<String> shell :
                List.of(List.of("dash", "-n"), List.of("bash", "--posix", "-n"), List.of("busybox", "sh", "-n"))) {
            Process process =
                    new ProcessBuilder(shell).redirectErrorStream(true).start();
            try (OutputStream input = process.getOutputStream()) {
                input.write(script.getBytes(UTF_8));
            }
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .isEmpty();
            assertThat(process.waitFor()).isZero();
        }
    }

    private static final List<String> INJECTIONS = List.of(
            "",
            " ",
            "-o",
            "--help",
            "a b",
            "a'b",
            "a\"b",
            "a`id`",
            "$(id)",
            "a;b",
            "a|b",
            "a&b",
            "a\nb",
            "a\rb",
            "a\0b",
            "../a",
            "a/../b",
            "/a",
            "<a>",
            "a\\b",
            "ä",
            "\u202ea",
            "a".repeat(65_536),
            "%s",
            "*",
            "~",
            "#",
            "a:b",
            "a=b",
            "a,b");

    @Test
    void refusesWhatIsNoHostName() {
        for (String hostname : INJECTIONS) {
            assertFault(guest(hostname, null, null, null), "guest.hostname");
        }
        for (String hostname : List.of("-a", "a-", "A", "a.b", "a_b", "localhost", "a".repeat(64))) {
            assertFault(guest(hostname, null, null, null), "guest.hostname");
        }
    }

    @Test
    void refusesWhatIsNoTimeZone() {
        for (String timezone : INJECTIONS) {
            assertFault(guest(null, null, timezone, null), "guest.timezone");
        }
        for (String timezone : List.of("Europe/", "Europe//Berlin", "a/b/c/d", ".", "Europe/..", "+1")) {
            assertFault(guest(null, null, timezone, null), "guest.timezone");
        }
        for (String timezone : List.of(
                "UTC",
                "Etc/GMT+5",
                "Etc/GMT-14",
                "America/Argentina/Buenos_Aires",
                "America/Port-au-Prince",
                "EST5EDT")) {
            assertThat(Customisation.faults(guest(null, null, timezone, null), "guest"))
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoAccount() {
        for (String name : INJECTIONS) {
            assertFault(account(name, null, null), "guest.user.name");
        }
        for (String name : List.of("1a", "A", "a.b", "a".repeat(33), "a$")) {
            assertFault(account(name, null, null), "guest.user.name");
        }
        for (String password : List.of("", "a\nb", "a\rb", "a\0b", "\u001b", "a".repeat(257))) {
            assertFault(account("ada", password, null), "guest.user.password");
        }
        assertThat(Customisation.faults(account("ada", "pass: 'word' \"$(id)` ä", null), "guest"))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoSshKey() {
        for (String key : INJECTIONS) {
            assertFault(account("ada", null, List.of(key)), "guest.user.sshKeys[0]");
        }
        for (String key : List.of(
                "command=\"id\" " + KEY,
                KEY + "\n" + KEY,
                "ssh-dss AAAA",
                "ssh-ed25519 short",
                KEY + " \u202e",
                KEY.replace("ed25519", "ed25518"))) {
            assertFault(account("ada", null, List.of(KEY, key)), "guest.user.sshKeys[1]");
        }
        assertFault(account("ada", null, Collections.nCopies(17, KEY)), "guest.user.sshKeys");
    }

    @Test
    void refusesWhatIsNoCommand() {
        for (String command : List.of("", " \n", "a\0b", "a".repeat(4_097))) {
            assertFault(guest(null, null, null, List.of("true", command)), "guest.commands[1]");
        }
        assertFault(guest(null, null, null, Collections.nCopies(17, "true")), "guest.commands");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        CreateMachine.Account user = new CreateMachine.Account("A", "", List.of("x"));
        assertThat(Customisation.faults(guest("_", user, "_", List.of("")), "guest"))
                .extracting(Fault::field)
                .containsExactly(
                        "guest.hostname",
                        "guest.timezone",
                        "guest.user.name",
                        "guest.user.password",
                        "guest.user.sshKeys[0]",
                        "guest.commands[0]");
    }

    private static CreateMachine.Guest account(String name, @Nullable String password, @Nullable List<String> keys) {
        return guest(null, new CreateMachine.Account(name, password, keys), null, null);
    }

    /** The fault is found, and nothing is made of such a request. */
    private static void assertFault(CreateMachine.Guest guest, String field) {
        assertThat(Customisation.faults(guest, "guest"))
                .extracting(Fault::field)
                .containsExactly(field);
        assertThatThrownBy(() -> Customisation.of(guest, "lab", null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a:b", "a'b", "a\nb"})
    void refusesWhatIsNoConsoleAccount(String name) {
        assertThatThrownBy(() -> new ConsoleAccount(name, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatWentWrongWithoutTheSecret() {
        Action action = full().actions().stream()
                .filter(candidate -> candidate.name().equals("password"))
                .findFirst()
                .orElseThrow();
        GuestSession failing = new Session(
                new Execution(1, new byte[0], "first\nbad \u001b[31mpassword: canary-1\n\n".getBytes(UTF_8), false));
        assertThatThrownBy(() -> action.run(failing))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                .hasMessage("Set the password of ada failed with exit code 1: bad [31mpassword: …");
    }

    @Test
    void needsAWholeSeed() {
        byte[] half = Arrays.copyOf(new byte[0], 256);
        assertThatThrownBy(() -> new NewIdentity(half)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A session in which every command comes to the same. */
    private record Session(Execution execution) implements GuestSession {
        @Override
        public GuestAccess way() {
            return GuestAccess.AGENT;
        }

        @Override
        public Execution execute(List<String> command, byte @Nullable [] input, Duration timeout) {
            return execution;
        }

        @Override
        public byte[] readFile(String path, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void writeFile(String path, byte[] content, int mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
