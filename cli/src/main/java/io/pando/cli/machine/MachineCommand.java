package io.pando.cli.machine;

import io.pando.api.Certificate;
import io.pando.api.Machine;
import io.pando.api.MoveMachine;
import io.pando.api.RenameMachine;
import io.pando.api.ResizeMachine;
import io.pando.api.SetBootOrder;
import io.pando.api.SetLabels;
import io.pando.api.SetLifetime;
import io.pando.api.StopMachine;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.MemoryText;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.terminal.PlainText;
import io.pando.cli.terminal.StandardStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando machine}. */
@Command(
        name = "machine",
        header = "Machines of one's own: make, use and delete them.",
        subcommands = {
            CreateCommand.class,
            PlanCommand.class,
            ConsoleCommand.class,
            ExecuteMachineCommand.class,
            DiskCommand.class,
            NicCommand.class,
            CdCommand.class,
            SnapshotCommand.class
        })
public final class MachineCommand {

    private static final List<Column<Certificate>> CERTIFICATE = List.of(
            Column.listed("machine", "Machine", Certificate::machine),
            Column.listed(
                    "verdict",
                    "Verdict",
                    certificate -> certificate.verdict().name().toLowerCase(Locale.ROOT)),
            Column.listed("summary", "Summary", Certificate::summary),
            Column.listed("master", "Master", Certificate::master),
            Column.listed("siblings", "Siblings", certificate -> Integer.toString(certificate.siblings())),
            Column.listed("read", "Read", certificate -> certificate.readAt().toString()));

    private static final List<Column<Certificate.Comparison>> COMPARISONS = List.of(
            Column.listed("title", "Identifier", Certificate.Comparison::title),
            Column.listed(
                    "result", "Result", comparison -> comparison.result().name().toLowerCase(Locale.ROOT)),
            Column.listed("own", "Own", comparison -> String.join(" ", comparison.own())),
            Column.listed("master", "Master's", comparison -> String.join(" ", comparison.masters())),
            Column.listed("shared", "Shared with", comparison -> String.join(", ", comparison.sharedWith())),
            Column.listed("source", "Says", Certificate.Comparison::source));

    private final Invocation invocation;

    public MachineCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List machines.",
            footer = {
                "",
                "Examples:",
                "  pando machine ls",
                "  pando machine ls --state running --sort name",
                "  pando machine ls -o columns=name,address -o noheader"
            })
    int list(
            @Parameters(paramLabel = "TEXT", arity = "0..1", description = "Only machines with this in their name.")
                    @Nullable
                    String text,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description =
                                    "Only machines in this state: provisioning, running, stopped, suspended, failed or deleting. May be repeated.")
                    @Nullable
                    List<Machine.State> states,
            @Option(names = "--image", paramLabel = "IMAGE", description = "Only machines made from this image.")
                    @Nullable
                    String image,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            description = "Only machines with this label. May be repeated: with all of them.")
                    @Nullable
                    List<String> labels,
            @Option(
                            names = "--sort",
                            paramLabel = "FIELD",
                            description = "name, state, createdAt or image; -name descends (default: -createdAt).")
                    @Nullable
                    String sort,
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description =
                                    "Those of everybody in this project (default: one's own, or the project in use).")
                    @Nullable
                    String project,
            @Option(
                            names = {"-A", "--all"},
                            description = "All that one may see, in all projects.")
                    boolean all,
            @Option(
                            names = "--limit",
                            paramLabel = "NUMBER",
                            defaultValue = "1000",
                            description = "Show this many at most (default: ${DEFAULT-VALUE}).")
                    int limit) {
        List<Column<Machine>> columns = columns(all);
        Printer printer = invocation.printer(columns);
        Query query = Query.NONE
                .with("query", text)
                .with("sort", sort)
                .with("owner", all ? "all" : null)
                .with("project", all && project == null ? null : invocation.project(project))
                .with("image", image == null ? null : names().image(image).id());
        for (Machine.State state : states == null ? List.<Machine.State>of() : states) {
            query = query.with("state", state);
        }
        for (String label : labels == null ? List.<String>of() : labels) {
            query = query.with("label", label);
        }
        Answer.Rows<Machine> rows = invocation.api().list("machines", query, Machine.class, Math.max(1, limit));
        printer.list(columns, rows.items(), rows.document());
        if (rows.items().isEmpty()) {
            invocation
                    .terminal()
                    .note(
                            text == null && states == null && image == null && labels == null
                                    ? "No machines yet. `pando machine create NAME --image IMAGE` makes one."
                                    : "No machine matches.");
        } else if (rows.total() > rows.items().size()) {
            invocation.terminal().note(rows.items().size() + " of " + rows.total() + " machines; --limit shows more.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            header = "Show a machine.",
            footer = {
                "",
                "Examples:",
                "  pando machine show web2",
                "  pando machine show web2 -o columns=address -o noheader"
            })
    int show(@Parameters(paramLabel = "MACHINE", description = "Name or id.") String name) {
        Printer printer = invocation.printer(columns(false));
        show(printer, names().machine(name).id());
        return ExitCode.OK;
    }

    @Command(
            name = "start",
            header = "Start a machine.",
            footer = {"", "Example:", "  pando machine start web2"})
    int start(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name, @Mixin ChangeOptions options)
            throws IOException {
        return act("start", "Start", name, null, options);
    }

    @Command(
            name = "stop",
            header = "Shut a machine down.",
            description = "The guest is asked to shut down; when it does not within the grace, its power is cut.",
            footer = {"", "Examples:", "  pando machine stop web2", "  pando machine stop web2 --force"})
    int stop(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Option(names = "--force", description = "Cut the power at once; what the guest has not written is lost.")
                    boolean force,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            description = "How long the guest may take, 1s to 10m (default: 60s).")
                    @Nullable
                    Duration grace,
            @Mixin ChangeOptions options)
            throws IOException {
        return act("stop", "Stop", name, stopping(force, grace), options);
    }

    @Command(
            name = "restart",
            header = "Restart a machine.",
            description = "The guest is asked to shut down; when it does not within the grace, its power is cut.",
            footer = {"", "Examples:", "  pando machine restart web2", "  pando machine restart web2 --force"})
    int restart(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Option(names = "--force", description = "Cut the power at once; what the guest has not written is lost.")
                    boolean force,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            description = "How long the guest may take, 1s to 10m (default: 60s).")
                    @Nullable
                    Duration grace,
            @Mixin ChangeOptions options)
            throws IOException {
        return act("restart", "Restart", name, stopping(force, grace), options);
    }

    @Command(
            name = "suspend",
            header = "Write a machine's memory to disk and stop it there.",
            footer = {"", "Example:", "  pando machine suspend web2"})
    int suspend(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name, @Mixin ChangeOptions options)
            throws IOException {
        return act("suspend", "Suspend", name, null, options);
    }

    @Command(
            name = "resume",
            header = "Let a suspended machine go on where it was.",
            footer = {"", "Example:", "  pando machine resume web2"})
    int resume(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name, @Mixin ChangeOptions options)
            throws IOException {
        return act("resume", "Resume", name, null, options);
    }

    @Command(
            name = "rename",
            header = "Give a machine another name.",
            description = "The guest keeps its host name; change it there when you like.",
            footer = {"", "Example:", "  pando machine rename web2 shop"})
    int rename(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "NAME", description = "Its new name: lower-case letters, digits and hyphens.")
                    String newName,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(name, "POST", "rename", new RenameMachine(newName), Change.Question.NONE, "Change the name");
    }

    @Command(
            name = "label",
            header = "Say what a machine is called besides its name.",
            description = {
                "The labels given are all that it has from now on; without any it has none. Machines that are made",
                "from now on can be near to it or apart from it by them; the machine stays where it is."
            },
            footer = {"", "Examples:", "  pando machine label web2 web blue", "  pando machine label web2"})
    int label(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "LABEL", arity = "0..*", description = "All labels.") @Nullable
                    List<String> labels) {
        Printer printer = invocation.printer(columns(false));
        Answer<Machine> answer =
                change(names().machine(name), "labels", new SetLabels(labels == null ? List.of() : labels));
        List<String> now = answer.value().labels();
        return invocation.told(
                printer,
                columns(false),
                answer,
                "The machine " + answer.value().name() + " has "
                        + (now.isEmpty() ? "no labels now." : "these labels now: " + String.join(" ", now) + "."));
    }

    @Command(
            name = "extend",
            header = "Give a machine more time, or all the time.",
            description = {
                "TIME is added to what it has left, or counts from now where its time is over. A machine that was",
                "suspended because its time was over stays so until it is started."
            },
            footer = {
                "",
                "Examples:",
                "  pando machine extend web2 2d",
                "  pando machine extend web2 8h --from-now",
                "  pando machine extend web2 --no-end"
            })
    int extend(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "TIME", arity = "0..1", description = "How much longer, for example 8h or 2d.")
                    @Nullable
                    Duration longer,
            @Option(names = "--from-now", description = "Count TIME from now: for less time, or where it had no end.")
                    boolean fromNow,
            @Option(names = "--no-end", description = "Let it run without an end.") boolean endless) {
        if ((longer == null) != endless) {
            throw Failure.usage("Say how much longer, for example 2d, or --no-end.");
        }
        Printer printer = invocation.printer(columns(false));
        Machine machine = names().machine(name);
        Instant end = machine.expiresAt();
        Instant now = invocation.surroundings().waiting().now();
        if (longer != null && end == null && !fromNow) {
            throw Failure.usage("The machine " + machine.name() + " runs without an end; --from-now gives it one.");
        }
        Instant from = fromNow || end == null || !end.isAfter(now) ? now : end;
        Answer<Machine> answer =
                change(machine, "lifetime", new SetLifetime(longer == null ? null : from.plus(longer)));
        Instant until = answer.value().expiresAt();
        return invocation.told(
                printer,
                columns(false),
                answer,
                "The machine " + answer.value().name()
                        + (until == null ? " runs without an end now." : " has until " + until + " now."));
    }

    private Answer<Machine> change(Machine machine, String what, Object wanted) {
        return invocation
                .api()
                .call("PUT", "machines/" + Query.segment(machine.id()) + "/" + what, wanted, Machine.class);
    }

    @Command(
            name = "resize",
            header = "Change how many processors and how much memory and disk a machine has.",
            description = {
                "A disk grows at once, and the guest's file system with it. Processors and memory of a running",
                "machine change when it was switched off and on: `pando machine restart`."
            },
            footer = {
                "",
                "Examples:",
                "  pando machine resize web2 --vcpus 2 --memory 4GiB",
                "  pando machine resize web2 --disk 20GiB",
                "  pando machine resize web2 --disk 20GiB --which vdb --dry-run"
            })
    int resize(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Option(names = "--vcpus", paramLabel = "NUMBER", description = "Virtual processors.") @Nullable
                    Integer vcpus,
            @Option(
                            names = "--memory",
                            paramLabel = "SIZE",
                            converter = MemoryText.class,
                            description = "Memory, for example 512MiB or 2GiB.")
                    @Nullable
                    Integer memory,
            @Option(
                            names = "--disk",
                            paramLabel = "SIZE",
                            converter = MemoryText.class,
                            description = "What the disk is to have, for example 20GiB; it can only grow.")
                    @Nullable
                    Integer disk,
            @Option(names = "--which", paramLabel = "DISK", description = "Which disk grows (default: the first).")
                    @Nullable
                    String which,
            @Mixin ChangeOptions options)
            throws IOException {
        if (vcpus == null && memory == null && disk == null) {
            throw Failure.usage("Say what it is to have: --vcpus, --memory or --disk.");
        }
        return new MachineChange(invocation, options, true)
                .carryOut(
                        name,
                        "POST",
                        "resize",
                        new ResizeMachine(vcpus, memory, which, disk == null ? null : (long) disk << 20),
                        Change.Question.NONE,
                        "Change the size");
    }

    @Command(
            name = "move",
            header = "Move a machine to another host.",
            description = {
                "One that runs goes on running; one that is off stays off. Its disks and snapshots go with it, and nothing stays behind.",
                "Administrators only. `pando placement rebalance` moves many."
            },
            footer = {"", "Examples:", "  pando machine move web2 --dry-run", "  pando machine move web2 --to host7"})
    int move(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Option(
                            names = "--to",
                            paramLabel = "HOST",
                            description = "Name or id of the host (default: the one that suits best).")
                    @Nullable
                    String host,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        return new MachineChange(invocation, options, yes.given())
                .carryOut(name, "POST", "move", new MoveMachine(host), Change.Question.PLAN, "Change the host");
    }

    @Command(
            name = "boot",
            header = "Say what a machine starts from.",
            description = "The first device that something can be started from wins: disks by name, and cd.",
            footer = {"", "Example:", "  pando machine boot web2 cd vda"})
    int boot(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "DEVICE", arity = "1..*", description = "In the order in which they are tried.")
                    List<String> devices,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(
                        name, "PUT", "boot", new SetBootOrder(devices), Change.Question.NONE, "Change the boot order");
    }

    @Command(
            name = "rm",
            header = "Delete machines and their disks.",
            description = "Asks for each on a terminal; without a terminal --yes is needed.",
            footer = {"", "Examples:", "  pando machine rm web2", "  pando machine rm web2 web3 --yes"})
    int remove(
            @Parameters(paramLabel = "MACHINE", arity = "1..*", description = "Names or ids.") List<String> names,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        Printer printer = invocation.printer();
        Change change = new Change(invocation, options, yes.given());
        List<Machine> machines = new ArrayList<>();
        // All names are looked up first, so that a slip in the last one does not leave half of the work done.
        for (String name : names) {
            machines.add(names().machine(name));
        }
        int exitCode = ExitCode.OK;
        for (Machine machine : machines) {
            Change.Request request = new Change.Request(
                    "DELETE",
                    "machines/" + Query.segment(machine.id()),
                    null,
                    Change.Question.DELETION,
                    "Delete machine " + machine.name() + " and its disk");
            exitCode = Math.max(exitCode, change.carryOut(request, job -> {
                if (!printer.style().isTable()) {
                    printer.document(job.document());
                }
            }));
        }
        return exitCode;
    }

    @Command(
            name = "certificate",
            header = "Show that a machine is its own.",
            description = {
                "Its identifiers as its guest and its host report them, beside those of the image and of its siblings.",
                "Ends with 1 when it shares an identifier that it must not share."
            },
            footer = {"", "Example:", "  pando machine certificate web2"})
    int certificate(@Parameters(paramLabel = "MACHINE", description = "Name or id.") String name) {
        Printer printer = invocation.printer(CERTIFICATE);
        Machine machine = names().machine(name);
        Answer<Certificate> answer =
                invocation.api().get("machines/" + Query.segment(machine.id()) + "/certificate", Certificate.class);
        printer.one(CERTIFICATE, answer.value(), answer.document());
        printer.section("Identifiers", COMPARISONS, answer.value().comparisons());
        return answer.value().verdict() == Certificate.Verdict.DISTINCT ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(
            name = "screen",
            header = "Save the last picture of a machine's screen as PNG.",
            footer = {"", "Examples:", "  pando machine screen web2", "  pando machine screen web2 - > picture.png"})
    int screen(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            description = "Where to write it; - is standard output (default: MACHINE.png).")
                    @Nullable
                    String file,
            @Option(
                            names = "--width",
                            paramLabel = "PIXELS",
                            description = "Scale it to this width (default: as it is).")
                    @Nullable
                    Integer width)
            throws IOException {
        Machine machine = names().machine(name);
        byte[] picture = invocation
                .api()
                .bytes("machines/" + Query.segment(machine.id()) + "/screen", Query.NONE.with("width", width));
        if ("-".equals(file)) {
            if (invocation.terminal().isTerminal(StandardStream.OUT)) {
                throw Failure.usage(
                        "A picture would confuse this terminal: name a FILE, or send the output elsewhere.");
            }
            invocation.terminal().out().write(picture);
            invocation.terminal().out().flush();
            return ExitCode.OK;
        }
        Path target =
                invocation.surroundings().workingDirectory().resolve(file == null ? machine.name() + ".png" : file);
        try {
            Files.write(target, picture);
        } catch (IOException e) {
            throw Failure.failed("The picture cannot be written to " + target + " (" + e + ").", e);
        }
        invocation.terminal().note("The screen of " + PlainText.of(machine.name()) + " is in " + target + ".");
        return ExitCode.OK;
    }

    private static @Nullable StopMachine stopping(boolean force, @Nullable Duration grace) {
        return force || grace != null
                ? new StopMachine(force ? true : null, grace == null ? null : (int) grace.toSeconds())
                : null;
    }

    private int act(String verb, String title, String name, @Nullable StopMachine body, ChangeOptions options)
            throws IOException {
        Printer printer = invocation.printer(columns(false));
        Change change = new Change(invocation, options, true);
        Machine machine = names().machine(name);
        Change.Request request = new Change.Request(
                "POST",
                "machines/" + Query.segment(machine.id()) + "/" + verb,
                body,
                Change.Question.NONE,
                title + " machine " + machine.name());
        return change.carryOut(request, job -> {
            // People read the note; the machine itself is for those who asked for a certain output.
            if (!printer.style().isTable() || !printer.style().columns().isEmpty()) {
                show(printer, machine.id());
            }
        });
    }

    private void show(Printer printer, String id) {
        Answer<Machine> answer = invocation.api().get("machines/" + Query.segment(id), Machine.class);
        MachineColumns.reminder(
                        answer.value(), invocation.surroundings().waiting().now())
                .ifPresent(reminder -> invocation.terminal().note(PlainText.of(reminder)));
        printer.one(columns(false), answer.value(), answer.document());
    }

    private List<Column<Machine>> columns(boolean owners) {
        return MachineColumns.at(invocation.surroundings().waiting().now()).stream()
                .map(column -> owners && column.name().equals("owner")
                        ? Column.listed(column.name(), column.title(), column.value())
                        : column)
                .toList();
    }

    private Names names() {
        return new Names(invocation.api());
    }
}
