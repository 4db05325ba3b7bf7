package io.pando.guest;

import io.pando.api.CreateMachine;
import io.pando.api.Fault;
import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is set within a guest. Checks itself; makes the scripts that do it, and does nothing by itself.
 *
 * <p>Nothing that a person typed becomes part of a script, except names that are checked against a narrow pattern, and the commands,
 * which are scripts. Secrets go through standard input only. Every action may be repeated, also after it was cut short.
 *
 * @param newIdentity null leaves the guest's identity as it is
 * @param hostname RFC 1123 label
 * @param timezone IANA name; null leaves the guest's
 * @param account to make; null makes none
 * @param consoleAccount the image's account on the console, which gets another password; null leaves it
 * @param commands run in turn by {@code /bin/sh -c}
 */
public record Customisation(
        @Nullable NewIdentity newIdentity,
        String hostname,
        @Nullable String timezone,
        @Nullable Account account,
        @Nullable ConsoleAccount consoleAccount,
        List<String> commands) {

    /** Bytes of randomness that a new identity needs. */
    public static final int SEED_BYTES = 512;

    private static final int MOST_KEYS = 16;
    private static final int MOST_COMMANDS = 16;
    private static final int LONGEST_COMMAND = 4_096;
    private static final Pattern HOSTNAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern TIMEZONE =
            Pattern.compile("[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9][A-Za-z0-9_+-]*){0,2}");
    private static final Pattern SSH_KEY = Pattern.compile(
            "(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com)"
                    + " [A-Za-z0-9+/]{40,4000}={0,2}(?: [\\x20-\\x7e]{0,200})?");

    public Customisation {
        commands = List.copyOf(commands);
        List<Fault> faults = new ArrayList<>();
        checkHostname(faults, "hostname", hostname);
        if (timezone != null) {
            checkTimezone(faults, "timezone", timezone);
        }
        if (account != null) {
            checkAccount(faults, "user", account.name, account.password, account.sshKeys);
        }
        checkCommands(faults, "commands", commands);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.getFirst().message());
        }
    }

    /**
     * A new identity.
     *
     * @param seed {@value Customisation#SEED_BYTES} random bytes from the host, never used before
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it, and copies of a seed are what must not be
    public record NewIdentity(byte[] seed) {
        public NewIdentity {
            if (seed.length != SEED_BYTES) {
                throw new IllegalArgumentException("A random seed has %d bytes.".formatted(SEED_BYTES));
            }
        }
    }

    /** An account to make; see {@link CreateMachine.Account}. */
    public record Account(String name, @Nullable String password, List<String> sshKeys) {
        public Account {
            sshKeys = List.copyOf(sshKeys);
        }

        @Override
        public String toString() {
            return "Account[name=" + name + "]";
        }
    }

    /**
     * An account of the image that gets another password.
     *
     * @param newPassword null locks the account
     */
    public record ConsoleAccount(String name, @Nullable String newPassword) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,63}");

        public ConsoleAccount {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("The name of the console account is not one of an account.");
            }
            if (newPassword != null && !goodPassword(newPassword)) {
                throw new IllegalArgumentException("A password is one line of 1 to 256 characters.");
            }
        }

        @Override
        public String toString() {
            return "ConsoleAccount[name=" + name + "]";
        }
    }

    /**
     * One thing to do within a guest. Runs as root by {@code /bin/sh}.
     *
     * @param name stable, for example {@code machine-id}
     * @param title for people
     * @param script in POSIX shell
     * @param input given to its standard input; null gives none
     * @param secret what must not be shown should the guest repeat it; null when there is none
     * @param timeout how long it may take
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes from here to the guest; nobody compares it
    public record Action(
            String name,
            String title,
            String script,
            byte @Nullable [] input,
            @Nullable String secret,
            Duration timeout) {

        // Agents and consoles come with environments of their own, some with next to none.
        private static final String ENVIRONMENT = """
                PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
                export PATH HOME
                cd /
                exec /bin/sh -c "$1"
                """;

        /**
         * Does it.
         *
         * @return what it printed
         * @throws GuestException with {@link Reason#FAILED} when it fails
         */
        public Execution run(GuestSession session) throws InterruptedException {
            return accepted(session.execute(List.of("/bin/sh", "-c", ENVIRONMENT, "sh", script), input, timeout));
        }

        /**
         * Demands that it went well.
         *
         * @return the same
         * @throws GuestException with {@link Reason#FAILED} when it did not
         */
        public Execution accepted(Execution execution) {
            if (execution.exitCode() != 0) {
                throw new GuestException(
                        Reason.FAILED,
                        "%s failed with exit code %d%s".formatted(title, execution.exitCode(), said(execution)));
            }
            return execution;
        }

        private String said(Execution execution) {
            String said = execution.errorText();
            if (said.isBlank()) {
                said = execution.text();
            }
            if (secret != null) {
                said = said.replace(secret, "…");
            }
            // Programs say what went wrong at the end.
            String last = GuestText.shown(said.strip().lines().reduce("", (former, line) -> line), 300);
            return last.isEmpty() ? "." : ": " + last;
        }

        /** Without script and input. */
        @Override
        public String toString() {
            return "Action[name=" + name + "]";
        }
    }

    /**
     * What a request asks for.
     *
     * @param guest as validated by {@link #faults}; null sets the host name only
     * @param machine name of the machine, the host name where the request gives none
     */
    public static Customisation of(
            CreateMachine.@Nullable Guest guest,
            String machine,
            @Nullable NewIdentity newIdentity,
            @Nullable ConsoleAccount consoleAccount) {
        if (guest == null) {
            return new Customisation(newIdentity, machine, null, null, consoleAccount, List.of());
        }
        CreateMachine.Account user = guest.user();
        Account account = user == null ? null : new Account(user.name(), user.password(), stripped(user.sshKeys()));
        return new Customisation(
                newIdentity,
                guest.hostname() == null ? machine : guest.hostname(),
                guest.timezone(),
                account,
                consoleAccount,
                guest.commands() == null ? List.of() : guest.commands());
    }

    private static List<String> stripped(@Nullable List<String> keys) {
        return keys == null ? List.of() : keys.stream().map(String::strip).toList();
    }

    /**
     * Everything that is wrong with a request, all at once.
     *
     * @param path of the guest within the request, for example {@code guest}
     */
    public static List<Fault> faults(CreateMachine.Guest guest, String path) {
        List<Fault> faults = new ArrayList<>();
        if (guest.hostname() != null) {
            checkHostname(faults, path + ".hostname", guest.hostname());
        }
        if (guest.timezone() != null) {
            checkTimezone(faults, path + ".timezone", guest.timezone());
        }
        CreateMachine.Account user = guest.user();
        if (user != null) {
            checkAccount(faults, path + ".user", user.name(), user.password(), stripped(user.sshKeys()));
        }
        if (guest.commands() != null) {
            checkCommands(faults, path + ".commands", guest.commands());
        }
        return faults;
    }

    private static void checkHostname(List<Fault> faults, String field, String hostname) {
        if (!HOSTNAME.matcher(hostname).matches()) {
            faults.add(new Fault(
                    field,
                    "The host name is not one.",
                    "Use 1 to 63 lower-case letters, digits and hyphens; begin and end with a letter or digit."));
        } else if (hostname.equals("localhost")) {
            faults.add(new Fault(field, "Every machine calls itself localhost.", "Use another host name."));
        }
    }

    private static void checkTimezone(List<Fault> faults, String field, String timezone) {
        if (timezone.length() > 64 || !TIMEZONE.matcher(timezone).matches()) {
            faults.add(new Fault(
                    field, "The time zone is not one.", "Use an IANA name, for example Europe/Berlin or UTC."));
        }
    }

    private static void checkAccount(
            List<Fault> faults, String field, String name, @Nullable String password, List<String> keys) {
        if (!ACCOUNT.matcher(name).matches()) {
            faults.add(new Fault(
                    field + ".name",
                    "The account's name is not one.",
                    "Use 1 to 32 lower-case letters, digits, hyphens and underscores; begin with a letter."));
        }
        if (password != null && !goodPassword(password)) {
            faults.add(new Fault(
                    field + ".password", "The password cannot be used.", "Use one line of 1 to 256 characters."));
        }
        if (keys.size() > MOST_KEYS) {
            faults.add(new Fault(
                    field + ".sshKeys", "There are too many SSH keys.", "Use at most %d.".formatted(MOST_KEYS)));
        }
        for (int index = 0; index < Math.min(keys.size(), MOST_KEYS); index++) {
            if (!SSH_KEY.matcher(keys.get(index)).matches()) {
                faults.add(new Fault(
                        "%s.sshKeys[%d]".formatted(field, index),
                        "This is not a public SSH key.",
                        "Use a line as in a file id_ed25519.pub, without options before it."));
            }
        }
    }

    private static void checkCommands(List<Fault> faults, String field, List<String> commands) {
        if (commands.size() > MOST_COMMANDS) {
            faults.add(new Fault(field, "There are too many commands.", "Use at most %d.".formatted(MOST_COMMANDS)));
        }
        for (int index = 0; index < Math.min(commands.size(), MOST_COMMANDS); index++) {
            String command = commands.get(index);
            if (command.isBlank() || command.length() > LONGEST_COMMAND || command.indexOf('\0') >= 0) {
                faults.add(new Fault(
                        "%s[%d]".formatted(field, index),
                        "The command cannot be run.",
                        "Use 1 to %d characters, none of them NUL.".formatted(LONGEST_COMMAND)));
            }
        }
    }

    private static boolean goodPassword(String password) {
        return !password.isEmpty()
                && password.length() <= 256
                && password.chars().noneMatch(Character::isISOControl);
    }

    /** What is to be done in a copy of a master, in this order. */
    public List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        actions.add(awaitCloudInit());
        if (newIdentity != null) {
            // First of all: what is made afterwards is made from it.
            actions.add(replaceSeed(newIdentity));
            actions.add(action("machine-id", "Make a new machine id", CustomisationScripts.MACHINE_ID, 60));
            actions.add(action("ssh-host-keys", "Make new SSH host keys", CustomisationScripts.SSH_HOST_KEYS, 300));
            actions.add(action("dhcp-identity", "Forget DHCP leases and ids", CustomisationScripts.DHCP_IDENTITY, 60));
        }
        actions.add(setHostname());
        addWishes(actions);
        if (consoleAccount != null) {
            actions.add(consoleAction(consoleAccount));
        }
        addCommands(actions);
        return List.copyOf(actions);
    }

    /**
     * What is to be done at the first start of a machine that was made from a sealed disk.
     *
     * @param unheard before it may be heard on a network: it has no password that others know afterwards, and says who it is
     * @param heard once it is on its networks, where some programs wait for that before they are ready to be told anything
     */
    public record FirstBoot(List<Action> unheard, List<Action> heard) {
        public FirstBoot {
            unheard = List.copyOf(unheard);
            heard = List.copyOf(heard);
        }

        /** All, in this order. */
        public List<Action> all() {
            return Stream.concat(unheard.stream(), heard.stream()).toList();
        }

        /** What is left of it after {@link Customisation#preparations}. */
        public FirstBoot ofPrepared() {
            return new FirstBoot(unprepared(unheard), unprepared(heard));
        }

        private static List<Action> unprepared(List<Action> actions) {
            return actions.stream()
                    .filter(action -> !PREPARATIONS.contains(action.name()))
                    .toList();
        }
    }

    /** See {@link FirstBoot}. */
    public FirstBoot firstBoot(List<Action> installation) {
        List<Action> unheard = new ArrayList<>();
        List<Action> heard = new ArrayList<>();
        if (consoleAccount != null) {
            unheard.add(consoleAction(consoleAccount));
        }
        if (newIdentity != null) {
            unheard.add(replaceSeed(newIdentity));
            unheard.add(action("machine-id", "Make a machine id", FirstBootScripts.MACHINE_ID, 60));
        }
        unheard.add(setHostname());
        // It waits for the network where it is set up to.
        heard.add(awaitCloudInit());
        if (newIdentity != null) {
            // Until then there are none at all, and nothing answers that needs one.
            heard.add(action("ssh-host-keys", "Make SSH host keys", FirstBootScripts.SSH_HOST_KEYS, 300));
        }
        addWishes(heard);
        heard.addAll(installation);
        addCommands(heard);
        return new FirstBoot(unheard, heard);
    }

    /** What of that can be done before it is known whose the machine will be: none of it tells of its owner, or needs a network. */
    private static final Set<String> PREPARATIONS =
            Set.of("console-password", "console-lock", "random-seed", "machine-id", "ssh-host-keys");

    /** What can be done at the first start before anybody has asked for the machine, in this order. */
    public List<Action> preparations() {
        List<Action> actions = new ArrayList<>(firstBoot(List.of()).all().stream()
                .filter(action -> PREPARATIONS.contains(action.name()))
                .toList());
        // It may be a long time until somebody takes the machine, and its power may be cut meanwhile.
        actions.add(action("sync", "Write it to the disk", "sync", 120));
        return List.copyOf(actions);
    }

    private static Action awaitCloudInit() {
        return action("cloud-init", "Wait for cloud-init", CustomisationScripts.CLOUD_INIT, 200);
    }

    private static Action replaceSeed(NewIdentity identity) {
        return new Action(
                "random-seed",
                "Replace the random seed",
                CustomisationScripts.RANDOM_SEED,
                identity.seed,
                null,
                Duration.ofSeconds(60));
    }

    private Action setHostname() {
        return action(
                "hostname",
                "Set the host name to " + hostname,
                CustomisationScripts.HOSTNAME.replace("@HOSTNAME@", hostname),
                60);
    }

    private void addWishes(List<Action> actions) {
        if (timezone != null) {
            actions.add(action(
                    "timezone",
                    "Set the time zone to " + timezone,
                    CustomisationScripts.TIMEZONE.replace("@TIMEZONE@", timezone),
                    60));
        }
        if (account != null) {
            addAccount(actions, account);
        }
    }

    private void addCommands(List<Action> actions) {
        for (int index = 0; index < commands.size(); index++) {
            actions.add(action(
                    "command-%d".formatted(index + 1),
                    "Command %d of %d".formatted(index + 1, commands.size()),
                    commands.get(index),
                    900));
        }
    }

    private static void addAccount(List<Action> actions, Account account) {
        actions.add(action(
                "account",
                "Make the account " + account.name,
                CustomisationScripts.ACCOUNT.replace("@NAME@", account.name),
                120));
        if (account.password != null) {
            actions.add(
                    passwordAction("password", "Set the password of " + account.name, account.name, account.password));
        }
        if (!account.sshKeys.isEmpty()) {
            actions.add(new Action(
                    "ssh-keys",
                    "Admit the SSH keys of " + account.name,
                    CustomisationScripts.SSH_KEYS.replace("@NAME@", account.name),
                    bytes(String.join("\n", account.sshKeys) + "\n"),
                    null,
                    Duration.ofSeconds(60)));
        }
    }

    private static Action consoleAction(ConsoleAccount account) {
        if (account.newPassword != null) {
            return passwordAction(
                    "console-password",
                    "Replace the password of the image's account " + account.name,
                    account.name,
                    account.newPassword);
        }
        return action(
                "console-lock",
                "Lock the image's account " + account.name,
                CustomisationScripts.LOCK.replace("@NAME@", account.name),
                60);
    }

    private static Action passwordAction(String name, String title, String account, String password) {
        return new Action(
                name,
                title,
                CustomisationScripts.PASSWORD,
                bytes("%s:%s\n".formatted(account, password)),
                password,
                Duration.ofSeconds(60));
    }

    private static Action action(String name, String title, String script, int seconds) {
        return new Action(name.toLowerCase(Locale.ROOT), title, script, null, null, Duration.ofSeconds(seconds));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
