package io.pando.cli.machine;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Firmware;
import io.pando.api.Network;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.LifetimeText;
import io.pando.cli.invocation.MemoryText;
import io.pando.cli.invocation.NewPassword;
import io.pando.cli.job.Change;
import io.pando.cli.terminal.StandardStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a new machine is to be. */
final class MachineOptions {
    private static final List<String> OWN_KEYS = List.of("id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub");

    /** The command that has them. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Name of the new machine: lower-case letters, digits and hyphens.")
    private String name = "";

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Name or id of the image (default: the one that comes closest to --os and --package).")
    private @Nullable String image;

    @Option(
            names = "--os",
            paramLabel = "SYSTEM",
            description = "What the system must be, with a version if it matters: debian, debian:12.")
    private @Nullable String os;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            description = "A package that must be installed; what the image lacks is installed. May be repeated.")
    private @Nullable List<String> packages;

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description = "What the system is made for, for example x86_64 (default: any).")
    private @Nullable String architecture;

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "Project whose members share it (default: one's own, or the project in use).")
    private @Nullable String project;

    @Option(
            names = "--copy",
            paramLabel = "KIND",
            description = "linked (made at once, reads from the image what it has not changed) or full (a copy of"
                    + " its own) (default: linked).")
    private @Nullable Copy copy;

    @Option(names = "--vcpus", paramLabel = "NUMBER", description = "Virtual processors (default: the image's).")
    private @Nullable Integer vcpus;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemoryText.class,
            description = "Memory, for example 512MiB or 2GiB (default: the image's).")
    private @Nullable Integer memory;

    @Option(
            names = "--disk",
            paramLabel = "SIZE",
            converter = MemoryText.class,
            description =
                    "Size of its disk, for example 20GiB; the guest's file system grows with it (default: the image's).")
    private @Nullable Integer disk;

    @Option(
            names = "--firmware",
            paramLabel = "KIND",
            description = "bios, uefi or uefi-secure-boot; the image must have been installed for it (default: bios).")
    private @Nullable Firmware firmware;

    @Option(names = "--tpm", description = "Give it a TPM 2.0.")
    private boolean tpm;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description =
                    "What it is called besides its name, by which others can be near to it or apart from it. May be repeated.")
    private @Nullable List<String> labels;

    @Option(
            names = "--near",
            paramLabel = "LABEL",
            description = "Rather be on one host with machines of the project that have this label. May be repeated.")
    private @Nullable List<String> near;

    @Option(
            names = "--apart",
            paramLabel = "LABEL",
            description =
                    "Rather not be on one host with machines of the project that have this label. May be repeated.")
    private @Nullable List<String> apart;

    @Option(
            names = "--on-label",
            paramLabel = "LABEL",
            description = "Only go to a host with this label. May be repeated.")
    private @Nullable List<String> hostLabels;

    @Option(names = "--accelerated", description = "Only go to a host whose hardware acceleration works.")
    private boolean accelerated;

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            converter = LifetimeText.class,
            description = "How long it is to run, for example 8h or 3d; then it is suspended, never deleted"
                    + " (default: without an end).")
    private @Nullable String lifetime;

    @Option(names = "--no-network", description = "Plug no network cable in; it can be plugged in later.")
    private boolean noNetwork;

    @Option(names = "--hostname", paramLabel = "NAME", description = "Host name within the guest (default: NAME).")
    private @Nullable String hostname;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Account to make within the guest (default: none). Without a key or a password of its own it"
                    + " gets the public key in ~/.ssh, where there is one.")
    private @Nullable String user;

    @Option(
            names = "--ssh-key",
            paramLabel = "FILE",
            description = "File of public keys that may sign in to the account. May be repeated.")
    private @Nullable List<Path> sshKeys;

    @Option(names = "--ask-password", description = "Ask for the account's password.")
    private boolean askPassword;

    @Option(names = "--password-stdin", description = "Read the account's password from standard input.")
    private boolean passwordStdin;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "Time zone of the guest, for example Europe/Berlin (default: the image's).")
    private @Nullable String timezone;

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description = "Run by the guest's shell as root, in turn. May be repeated.")
    private @Nullable List<String> commands;

    String name() {
        return name;
    }

    /** The change that they come to: to be carried out, or only to be planned. */
    Change.Request creation(Invocation invocation) throws IOException {
        return new Change.Request(
                "POST",
                "machines",
                request(invocation),
                Change.Question.PLAN,
                "Make machine " + name,
                Corrections.of(command, name)::command);
    }

    private CreateMachine request(Invocation invocation) throws IOException {
        if (image == null && os == null && packages == null) {
            throw Failure.usage("Say what it is to be made from: --image NAME, or what it must be: --os debian:12.");
        }
        return new CreateMachine(
                name,
                image,
                copy,
                vcpus,
                memory,
                firmware,
                tpm ? true : null,
                guest(invocation),
                invocation.project(project),
                disk == null ? null : disk.longValue(),
                os == null && packages == null && architecture == null
                        ? null
                        : new CreateMachine.Wish(os, packages, architecture),
                hostLabels == null && near == null && apart == null && !accelerated
                        ? null
                        : new CreateMachine.Where(hostLabels, near, apart, accelerated ? true : null),
                labels,
                lifetime,
                noNetwork ? Network.NONE : null);
    }

    private CreateMachine.@Nullable Guest guest(Invocation invocation) throws IOException {
        CreateMachine.Account account = account(invocation);
        return hostname == null && account == null && timezone == null && commands == null
                ? null
                : new CreateMachine.Guest(hostname, account, timezone, commands);
    }

    private CreateMachine.@Nullable Account account(Invocation invocation) throws IOException {
        if (user == null) {
            if (sshKeys != null || askPassword || passwordStdin) {
                throw Failure.usage("A key or a password needs an account: add --user NAME.");
            }
            return null;
        }
        if (askPassword && passwordStdin) {
            throw Failure.usage("The password is asked for or read from standard input, not both.");
        }
        String password = askPassword || passwordStdin
                ? NewPassword.read(invocation.terminal(), "Password for " + user + " in the guest", passwordStdin)
                : null;
        List<String> keys = keys(invocation, password != null);
        return new CreateMachine.Account(user, password, keys.isEmpty() ? null : keys);
    }

    private List<String> keys(Invocation invocation, boolean hasPassword) {
        List<String> keys = new ArrayList<>();
        if (sshKeys != null) {
            for (Path file : sshKeys) {
                keys.addAll(read(invocation.surroundings().workingDirectory().resolve(file)));
            }
            return keys;
        }
        if (!hasPassword) {
            for (String file : OWN_KEYS) {
                Path own = invocation.surroundings().home().resolve(".ssh").resolve(file);
                if (Files.isReadable(own)) {
                    invocation.terminal().note("The account " + user + " gets your key " + own + ".");
                    return read(own);
                }
            }
            if (invocation.terminal().isTerminal(StandardStream.ERR)) {
                invocation.terminal().note("The account " + user + " gets neither a key nor a password.");
            }
        }
        return keys;
    }

    private static List<String> read(Path file) {
        List<String> keys;
        try {
            keys = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw Failure.failed("The key cannot be read from " + file + " (" + e + ").", e);
        }
        if (keys.stream().anyMatch(line -> line.contains("PRIVATE KEY"))) {
            throw Failure.usage(file + " is a private key, which stays with you: name the file that ends in .pub.");
        }
        if (keys.isEmpty()) {
            throw Failure.usage("There is no key in " + file + ".");
        }
        return keys;
    }
}
