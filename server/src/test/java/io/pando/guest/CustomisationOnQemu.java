package io.pando.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.api.GuestAccess;
import io.pando.guest.Customisation.Account;
import io.pando.guest.Customisation.Action;
import io.pando.guest.Customisation.ConsoleAccount;
import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every action on a real guest, each done twice: what was cut short is repeated. */
@Tag("guest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CustomisationOnQemu {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEH2fSTwsXqWD3RR1bXcjQ3pMlmy3Wn8cA0p9XrC0q2b ada's key; $(touch /root/oops)";
    private static final String SECRET = "p'a\"ss `$(touch /root/oops)` \\ :word";

    private final GuestAccess way;
    private QemuGuest guest;
    private Guests guests;
    private GuestFacts master;
    private GuestSession session;

    CustomisationOnQemu(GuestAccess way) {
        this.way = way;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        guest = QemuGuest.start("tiny", folder, 256, way == GuestAccess.AGENT);
        guests = new Guests(host -> guest);
        try (GuestSession first = open()) {
            master = GuestFacts.read(first);
        }
    }

    @AfterAll
    void stop() {
        guests.close();
        guest.close();
    }

    @BeforeEach
    void enter() throws Exception {
        session = open();
    }

    @AfterEach
    void leave() {
        session.close();
    }

    private GuestSession open() throws InterruptedException {
        return guests.open(guest.address(), way, QemuGuest.LOGIN, PATIENCE);
    }

    private void customise(
            String action,
            @Nullable String timezone,
            @Nullable Account account,
            @Nullable ConsoleAccount consoleAccount,
            String... commands)
            throws InterruptedException {
        byte[] seed = new byte[Customisation.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        Customisation customisation = new Customisation(
                new Customisation.NewIdentity(seed), "ada-lab", timezone, account, consoleAccount, List.of(commands));
        List<Action> actions = customisation.actions().stream()
                .filter(candidate -> candidate.name().equals(action))
                .toList();
        assertThat(actions).hasSize(1);
        for (int time = 0; time < 2; time++) {
            actions.getFirst().run(session);
        }
    }

    private void customise(String action) throws InterruptedException {
        customise(action, null, null, null);
    }

    private static Account ada(@Nullable String password, String... keys) {
        return new Account("ada", password, List.of(keys));
    }

    private String shell(String command) throws InterruptedException {
        Execution execution = session.execute(List.of("sh", "-c", command), null, TIMEOUT);
        assertThat(execution.exitCode()).as(execution.errorText()).isZero();
        return execution.text();
    }

    private List<String> now(IdentityField field) throws InterruptedException {
        return GuestFacts.read(session).values(field);
    }

    private List<String> before(IdentityField field) {
        return master.values(field);
    }

    @Test
    void readsTheIdentityOfTheGuest() {
        assertThat(session.way()).isEqualTo(way);
        assertThat(master.operatingSystem()).isEqualTo("Pando tiny 1");
        assertThat(master.first(IdentityField.HOSTNAME)).isEqualTo("tiny-master");
        assertThat(before(IdentityField.MACHINE_ID)).singleElement().asString().matches("[0-9a-f]{32}");
        assertThat(before(IdentityField.SSH_HOST_KEYS))
                .singleElement()
                .asString()
                .matches("SHA256:[A-Za-z0-9+/]{43}");
        assertThat(before(IdentityField.MAC_ADDRESSES)).containsExactly("52:54:00:12:34:56");
        assertThat(before(IdentityField.DHCP_IDS)).containsExactly("client id 01:52:54:00:12:34:56");
        assertThat(before(IdentityField.RANDOM_SEED)).singleElement().asString().matches("[0-9a-f]{64}");
        assertThat(before(IdentityField.RANDOM_BYTES))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}");
        assertThat(before(IdentityField.PRODUCT_UUID))
                .containsExactly(guest.address().domain().toString());
        assertThat(before(IdentityField.PRODUCT_SERIAL)).containsExactly("one");
        assertThat(before(IdentityField.BOOT_ID)).hasSize(1);
        assertThat(before(IdentityField.CLOUD_INSTANCE_ID)).isEmpty();
    }

    @Test
    void replacesTheRandomSeed() throws Exception {
        customise("random-seed");
        assertThat(now(IdentityField.RANDOM_SEED))
                .hasSize(1)
                .doesNotContainAnyElementsOf(before(IdentityField.RANDOM_SEED));
        assertThat(now(IdentityField.RANDOM_BYTES)).doesNotContainAnyElementsOf(before(IdentityField.RANDOM_BYTES));
    }

    @Test
    void makesANewMachineId() throws Exception {
        customise("machine-id");
        assertThat(now(IdentityField.MACHINE_ID))
                .hasSize(1)
                .doesNotContainAnyElementsOf(before(IdentityField.MACHINE_ID))
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void makesNewSshHostKeys() throws Exception {
        customise("ssh-host-keys");
        assertThat(now(IdentityField.SSH_HOST_KEYS))
                .hasSize(1)
                .doesNotContainAnyElementsOf(before(IdentityField.SSH_HOST_KEYS));
        assertThat(shell("ls /etc/dropbear")).isEqualTo("dropbear_ed25519_host_key\n");
    }

    @Test
    void forgetsLeasesAndDhcpIds() throws Exception {
        shell("mkdir -p /var/lib/dhcp /var/lib/dhcpcd && echo 'default-duid \"x\";' >/var/lib/dhcp/dhclient6.leases"
                + " && echo 00:01 >/var/lib/dhcpcd/duid");
        assertThat(now(IdentityField.DHCP_IDS)).contains("default-duid \"x\"", "00:01");
        customise("dhcp-identity");
        assertThat(now(IdentityField.DHCP_IDS)).containsExactlyElementsOf(before(IdentityField.DHCP_IDS));
    }

    @Test
    void setsTheHostName() throws Exception {
        customise("hostname");
        assertThat(shell("hostname; cat /etc/hostname; grep -c ada-lab /etc/hosts; ping -c 1 ada-lab | head -n 1"))
                .startsWith("ada-lab\nada-lab\n1\n")
                .contains("127.0.1.1");
    }

    @Test
    void setsTheTimeZone() throws Exception {
        customise("timezone", "Asia/Kathmandu", null, null);
        assertThat(shell("date +%z; cat /etc/timezone")).isEqualTo("+0545\nAsia/Kathmandu\n");
    }

    @Test
    void refusesATimeZoneThatTheGuestDoesNotKnow() {
        assertThatThrownBy(() -> customise("timezone", "Mars/Olympus", null, null))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                .hasMessageContaining("This guest knows no time zone Mars/Olympus.");
    }

    @Test
    void makesAnAccountThatMayBecomeRoot() throws Exception {
        customise("account", null, ada(null), null);
        assertThat(shell("id ada; stat -c '%U %a' /home/ada; grep ^ada: /etc/shadow"))
                .contains("(ada)", "wheel", "ada 750\n", "ada:*:");
    }

    @Test
    void refusesToTakeOverAnAccountOfTheSystem() {
        assertThatThrownBy(() -> customise("account", null, new Account("daemon", null, List.of()), null))
                .hasMessageContaining("The guest's system has an account daemon of its own.");
    }

    @Test
    void setsThePassword() throws Exception {
        customise("account", null, ada(null), null);
        customise("password", null, ada(SECRET), null);
        assertThat(
                        shell(
                                "ls /root/oops 2>/dev/null; find /run /tmp /root /var /etc /home -type f -exec grep -l 'ss .[$](touch' '{}' +; exit 0"))
                .isEmpty();
        session.close();
        // The account is let in, and then is not root: the password is right.
        assertThatThrownBy(() -> guests.open(
                        guest.address(), GuestAccess.CONSOLE, new Login("ada", List.of("wrong", SECRET)), PATIENCE))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_ROOT));
        assertThatThrownBy(() ->
                        guests.open(guest.address(), GuestAccess.CONSOLE, Login.of("ada", SECRET + "!"), PATIENCE))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.WRONG_ACCOUNT))
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void admitsSshKeys() throws Exception {
        customise("account", null, ada(null), null);
        customise("ssh-keys", null, ada(null, KEY), null);
        assertThat(shell(
                        "cat /home/ada/.ssh/authorized_keys; stat -c '%U %a' /home/ada/.ssh /home/ada/.ssh/authorized_keys"
                                + "; ls /root/oops 2>/dev/null; exit 0"))
                .isEqualTo(KEY + "\nada 700\nada 600\n");
    }

    @Test
    void replacesThePasswordOfTheConsoleAccount() throws Exception {
        customise("console-password", null, null, new ConsoleAccount("root", SECRET));
        session.close();
        Login either = new Login("root", List.of("pando", SECRET));
        session = guests.open(guest.address(), GuestAccess.CONSOLE, either, PATIENCE);
        customise("console-password", null, null, new ConsoleAccount("root", "pando"));
    }

    @Test
    void locksTheConsoleAccount() throws Exception {
        customise("account", null, ada(null), null);
        customise("password", null, ada(SECRET), null);
        customise("console-lock", null, null, new ConsoleAccount("ada", null));
        assertThat(shell("grep ^ada: /etc/shadow")).startsWith("ada:!");
    }

    @Test
    void runsCommandsAsRoot() throws Exception {
        customise("command-1", null, null, null, "echo \"$(id -u) $HOME 'quoted'\" >/root/said\nexit 0");
        assertThat(shell("cat /root/said")).isEqualTo("0 /root 'quoted'\n");
    }

    @Test
    void saysWhatACommandThatFailsSaid() {
        assertThatThrownBy(
                        () -> customise("command-1", null, null, null, "echo first; echo 'no such luck' >&2; exit 9"))
                .isInstanceOf(GuestException.class)
                .hasMessage("Command 1 of 1 failed with exit code 9: no such luck");
    }

    @Test
    void comesBackAfterAReboot() throws Exception {
        String bootId = guests.bootId(session);
        guests.reboot(session);
        session.close();
        session = guests.openAfterReboot(
                guest.address(), GuestAccess.AUTO, QemuGuest.LOGIN, bootId, PATIENCE, waiting -> {});
        assertThat(guests.bootId(session)).isNotEqualTo(bootId);
        assertThat(session.way()).isEqualTo(way);
    }

    @Test
    void endsACommandThatTakesTooLong() throws Exception {
        assertThatThrownBy(() -> session.execute(
                        List.of("sh", "-c", "sleep 4321 & sleep 4321; true"), null, Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.SILENT))
                .hasMessage("The command did not end within 2 s.");
        assertThat(shell("for n in 1 2 3 4 5; do pgrep -f 'sleep 432[1]' || exit 0; sleep 1; done"))
                .isEmpty();
    }

    @Test
    void keepsTheFirstMebibyteOfAnOutput() throws Exception {
        Execution execution =
                session.execute(List.of("sh", "-c", "yes | head -c 3000000; echo end >&2"), null, TIMEOUT);
        assertThat(execution.output()).hasSize(GuestSession.OUTPUT_LIMIT);
        assertThat(new String(execution.output(), 0, 4, StandardCharsets.US_ASCII))
                .isEqualTo("y\ny\n");
        assertThat(execution.truncated()).isTrue();
        assertThat(execution.errorText()).isEqualTo("end\n");
        assertThat(execution.exitCode()).isZero();
    }

    @Test
    void saysWhenThereIsNoSuchProgram() throws Exception {
        assertThat(session.execute(List.of("no-such-program"), null, TIMEOUT).exitCode())
                .isEqualTo(127);
    }
}
