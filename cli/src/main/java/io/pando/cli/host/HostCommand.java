package io.pando.cli.host;

import io.pando.api.AddHost;
import io.pando.api.Host;
import io.pando.api.Plan;
import io.pando.api.UpdateHost;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.invocation.Words;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import io.pando.cli.placement.PlacementCommand;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando host}. */
@Command(name = "host", header = "The computers that run the machines.")
public final class HostCommand {

    private static final List<Column<Host>> COLUMNS = List.of(
            Column.listed("name", "Name", Host::name),
            Column.listed("state", "State", HostCommand::state),
            Column.listed(
                    "acceleration",
                    "Acceleration",
                    host -> host.acceleration().kind().name().toLowerCase(Locale.ROOT)),
            Column.listed(
                    "processors",
                    "Processors",
                    host -> processors(host, it -> it.committed() + " of " + it.cores() + " given")),
            Column.listed(
                    "memory",
                    "Memory free",
                    host -> memory(host, it -> Quantities.bytes(it.free()) + " of " + Quantities.bytes(it.total()))),
            Column.listed("machines", "Machines", host -> host.running() + " of " + host.machines() + " running"),
            Column.further("warm", "Warm machines", host -> Integer.toString(host.warm())),
            Column.further("id", "Id", Host::id),
            Column.further("uri", "URI", Host::uri),
            Column.further("model", "Processor", host -> processors(host, Host.Processors::model)),
            Column.further(
                    "load",
                    "Load",
                    host -> processors(
                            host,
                            it -> it.loadPercent() == null
                                    ? ""
                                    : String.format(Locale.ROOT, "%.0f %%", it.loadPercent()))),
            Column.further("committed", "Memory given", host -> memory(host, it -> Quantities.bytes(it.committed()))),
            Column.further("architecture", "Architecture", Host::architecture),
            Column.further("hypervisor", "Hypervisor", Host::hypervisor),
            Column.further("libvirt", "libvirt", Host::libvirt),
            Column.further(
                    "explanation",
                    "Acceleration seen",
                    host -> host.acceleration().explanation()),
            Column.further(
                    "checked", "Looked at", host -> text(host.acceleration().checkedAt())),
            Column.further("answered", "Last answer", host -> text(host.lastAnswerAt())),
            Column.further("labels", "Labels", host -> String.join(" ", host.labels())),
            Column.further(
                    "features",
                    "Can give",
                    host -> host.features().stream().map(Words::word).collect(Collectors.joining(" "))),
            Column.further("problem", "Problem", Host::problem),
            Column.further("help", "What helps", Host::help));

    private static final List<Column<Host.Pool>> POOLS = List.of(
            Column.listed("name", "Name", Host.Pool::name),
            Column.listed("type", "Type", Host.Pool::type),
            Column.listed("free", "Free", pool -> Quantities.bytes(pool.available())),
            Column.listed("capacity", "Capacity", pool -> Quantities.bytes(pool.capacity())),
            Column.listed("path", "Path", Host.Pool::path));

    private static final List<Column<Host.Network>> NETWORKS = List.of(
            Column.listed("name", "Name", Host.Network::name),
            Column.listed("active", "Active", network -> network.active() ? "yes" : "no"),
            Column.listed("addresses", "Addresses", Host.Network::cidr),
            Column.listed("leases", "Leases", network -> Integer.toString(network.leases())),
            Column.listed("bridge", "Bridge", Host.Network::bridge));

    private final Invocation invocation;

    public HostCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List hosts.",
            footer = {"", "Example:", "  pando host ls"})
    int list() {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<Host> rows = invocation.api().list("hosts", Query.NONE, Host.class, 10_000);
        printer.list(COLUMNS, rows.items(), rows.document());
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            header = "Show a host, its storage and its networks.",
            footer = {"", "Examples:", "  pando host show", "  pando host show local -o json"})
    int show(
            @Parameters(paramLabel = "HOST", arity = "0..1", description = "Name or id (default: the only one).")
                    @Nullable
                    String name) {
        Printer printer = invocation.printer(COLUMNS);
        show(printer, new Names(invocation.api()).host(name).id());
        return ExitCode.OK;
    }

    @Command(
            name = "probe",
            header = "Look again whether a host's hardware acceleration really works.",
            description = "Boots a small kernel with a time limit. Administrators only.",
            footer = {"", "Example:", "  pando host probe"})
    int probe(
            @Parameters(paramLabel = "HOST", arity = "0..1", description = "Name or id (default: the only one).")
                    @Nullable
                    String name,
            @Mixin ChangeOptions options)
            throws IOException {
        Printer printer = invocation.printer(COLUMNS);
        Change change = new Change(invocation, options, true);
        Host host = new Names(invocation.api()).host(name);
        Change.Request request = new Change.Request(
                "POST",
                "hosts/" + Query.segment(host.id()) + "/probe",
                null,
                Change.Question.NONE,
                "Probe host " + host.name());
        return change.carryOut(request, job -> {
            Answer<Host> answer = invocation.api().get("hosts/" + Query.segment(host.id()), Host.class);
            if (printer.style().isTable() && printer.style().columns().isEmpty()) {
                invocation
                        .terminal()
                        .note("Acceleration: "
                                + answer.value().acceleration().kind().name().toLowerCase(Locale.ROOT) + ". "
                                + answer.value().acceleration().explanation());
            } else {
                printer.one(COLUMNS, answer.value(), answer.document());
            }
        });
    }

    @Command(
            name = "add",
            header = "Add a host that machines can be put on.",
            description = {
                "Connects to its libvirt first and says what answers there. Administrators only.",
                "With --dry-run nothing is added. A host that does not answer is refused, unless --force is given: Pando then keeps trying."
            },
            footer = {
                "",
                "Examples:",
                "  pando host add host7 qemu+tls://host7.example/system --dry-run",
                "  pando host add host8 qemu+ssh://root@host8.example/system --label ssd --label zone=a"
            })
    int add(
            @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, hyphens and dots.") String name,
            @Parameters(
                            paramLabel = "URI",
                            description = "qemu+tls://HOST/system, qemu+ssh://USER@HOST/system or qemu:///system.")
                    String uri,
            @Option(names = "--label", paramLabel = "LABEL", description = "A label; may be given several times.")
                    @Nullable
                    List<String> labels,
            @Option(
                            names = "--pool",
                            paramLabel = "POOL",
                            description = "Storage pool, made when absent (default: as on the server's own host).")
                    @Nullable
                    String pool,
            @Option(
                            names = "--pool-path",
                            paramLabel = "FOLDER",
                            description =
                                    "Folder of that pool when it has to be made (default: as on the server's own host).")
                    @Nullable
                    String poolPath,
            @Option(
                            names = "--network",
                            paramLabel = "NETWORK",
                            description =
                                    "Network of machines, made when absent (default: as on the server's own host).")
                    @Nullable
                    String network,
            @Option(
                            names = "--network-range",
                            paramLabel = "CIDR",
                            description =
                                    "Range of that network when it has to be made (default: as on the server's own host).")
                    @Nullable
                    String cidr,
            @Option(names = "--force", description = "Add it although it does not answer now.") boolean force,
            @Option(names = "--dry-run", description = "Show what answers there, and add nothing.") boolean dryRun) {
        Printer printer = invocation.printer(COLUMNS);
        AddHost wanted = new AddHost(name, uri, labels, pool, poolPath, network, cidr);
        if (dryRun) {
            Answer<Plan> plan = invocation.api().call("POST", "hosts?dryRun=true", wanted, Plan.class);
            return Change.show(invocation, plan);
        }
        Answer<Host> answer = invocation.api().call("POST", "hosts?force=" + force, wanted, Host.class);
        return invocation.told(printer, COLUMNS, answer, "The host " + name + " is added.");
    }

    @Command(
            name = "label",
            header = "Say what a host is called besides its name.",
            description =
                    "The labels given are all that it has from now on; without any it has none. Administrators only.",
            footer = {"", "Examples:", "  pando host label host7 ssd zone=a", "  pando host label host7"})
    int label(
            @Parameters(paramLabel = "HOST", description = "Name or id.") String name,
            @Parameters(paramLabel = "LABEL", arity = "0..*", description = "All labels.") @Nullable
                    List<String> labels) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<Host> answer = invocation
                .api()
                .call("PATCH", path(name), new UpdateHost(labels == null ? List.of() : labels), Host.class);
        List<String> now = answer.value().labels();
        return invocation.told(
                printer,
                COLUMNS,
                answer,
                "The host " + answer.value().name() + " has "
                        + (now.isEmpty() ? "no labels now." : "these labels now: " + String.join(" ", now) + "."));
    }

    @Command(
            name = "drain",
            header = "Put no new machines on a host.",
            description = "Those that are there stay, unless --move is given. Administrators only.",
            footer = {"", "Examples:", "  pando host drain host7", "  pando host drain host7 --move"})
    int drain(
            @Parameters(paramLabel = "HOST", description = "Name or id.") String name,
            @Option(
                            names = "--move",
                            description =
                                    "Then move the machines that are there to other hosts; those that run go on running.")
                    boolean move,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        if (!move) {
            return drained(name, "drain", "gets no new machines now");
        }
        if (options.dryRun()) {
            throw Failure.usage("Drain the host first, and look at `pando placement rebalance --away-from "
                    + name
                    + " --dry-run` then.");
        }
        String path = path(name);
        invocation.api().call("POST", path + "/drain", null, Host.class);
        invocation.terminal().note("The host " + name + " gets no new machines now.");
        return PlacementCommand.rebalance(invocation, name, options, yes.given());
    }

    @Command(
            name = "undrain",
            header = "Put new machines on a host again.",
            description = "Administrators only.",
            footer = {"", "Example:", "  pando host undrain host7"})
    int undrain(@Parameters(paramLabel = "HOST", description = "Name or id.") String name) {
        return drained(name, "undrain", "gets new machines again");
    }

    private int drained(String name, String action, String outcome) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<Host> answer = invocation.api().call("POST", path(name) + "/" + action, null, Host.class);
        return invocation.told(
                printer, COLUMNS, answer, "The host " + answer.value().name() + " " + outcome + ".");
    }

    @Command(
            name = "rm",
            header = "Remove a host on which nothing is that would be lost.",
            description = {
                "Refused while machines are there, or images that no other host has. Copies of images are deleted.",
                "Asks on a terminal; without a terminal --yes is needed. Administrators only."
            },
            footer = {"", "Example:", "  pando host rm host7"})
    int remove(@Parameters(paramLabel = "HOST", description = "Name or id.") String name, @Mixin YesOption yes)
            throws IOException {
        Host host = new Names(invocation.api()).host(name);
        yes.confirm(invocation.terminal(), "Remove host " + host.name());
        invocation.api().call("DELETE", "hosts/" + Query.segment(host.id()), null);
        invocation.terminal().note("The host " + host.name() + " is removed.");
        return ExitCode.OK;
    }

    private String path(String name) {
        return "hosts/" + Query.segment(new Names(invocation.api()).host(name).id());
    }

    private static String state(Host host) {
        return Words.word(host.state()) + (host.drained() ? ", drained" : "");
    }

    private void show(Printer printer, String id) {
        Answer<Host> answer = invocation.api().get("hosts/" + Query.segment(id), Host.class);
        printer.one(COLUMNS, answer.value(), answer.document());
        printer.section("Storage", POOLS, answer.value().pools());
        printer.section("Networks", NETWORKS, answer.value().networks());
    }

    private static String processors(Host host, Function<Host.Processors, String> text) {
        Host.Processors processors = host.processors();
        return processors == null ? "" : text.apply(processors);
    }

    private static String memory(Host host, Function<Host.Memory, String> text) {
        Host.Memory memory = host.memory();
        return memory == null ? "" : text.apply(memory);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
