package io.pando.cli.host;

import io.pando.api.Host;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pando host}. */
@Command(name = "host", header = "The computers that run the machines.")
public final class HostCommand {

    private static final List<Column<Host>> COLUMNS = List.of(
            Column.listed("name", "Name", Host::name),
            Column.listed("state", "State", host -> host.state().name().toLowerCase(Locale.ROOT)),
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
            Column.further("problem", "Problem", Host::problem));

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
