package io.pando.cli.machine;

import io.pando.api.AddNic;
import io.pando.api.ConnectNic;
import io.pando.api.Hardware;
import io.pando.api.Machine;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando machine nic}. */
@Command(name = "nic", header = "Network cards of a machine.")
public final class NicCommand {
    private static final List<Column<Hardware.Nic>> COLUMNS = List.of(
            Column.listed("name", "Name", Hardware.Nic::name),
            Column.listed("mac", "Address", Hardware.Nic::mac),
            Column.listed("cable", "Cable", nic -> nic.connected() ? "plugged in" : "not plugged in"));

    private final Invocation invocation;

    public NicCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List the network cards of a machine.",
            footer = {"", "Example:", "  pando machine nic ls web2"})
    int list(@Parameters(paramLabel = "MACHINE", description = "Name or id.") String name) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<Machine> machine = invocation
                .api()
                .get(
                        "machines/"
                                + Query.segment(new Names(invocation.api())
                                        .machine(name)
                                        .id()),
                        Machine.class);
        printer.list(
                COLUMNS,
                machine.value().hardware().nics(),
                machine.document().path("hardware").path("nics"));
        return ExitCode.OK;
    }

    @Command(
            name = "add",
            header = "Give a machine another network card.",
            description = "Plugged into the host's network, at once, also while the machine runs.",
            footer = {
                "",
                "Examples:",
                "  pando machine nic add web2",
                "  pando machine nic add web2 --mac 52:54:00:12:34:56 --unplugged"
            })
    int add(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Option(names = "--mac", paramLabel = "ADDRESS", description = "Its address (default: one is made up).")
                    @Nullable
                    String mac,
            @Option(names = "--unplugged", description = "Leave its cable unplugged.") boolean unplugged,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(
                        name,
                        "POST",
                        "nics",
                        new AddNic(mac, unplugged ? false : null),
                        Change.Question.NONE,
                        "Add a network card");
    }

    @Command(
            name = "plug",
            header = "Plug the cable of a network card in.",
            footer = {"", "Example:", "  pando machine nic plug web2 net0"})
    int plug(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "NIC", description = "For example net0.") String nic,
            @Mixin ChangeOptions options)
            throws IOException {
        return cable(name, nic, true, options);
    }

    @Command(
            name = "unplug",
            header = "Pull the cable of a network card.",
            footer = {"", "Example:", "  pando machine nic unplug web2 net0"})
    int unplug(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "NIC", description = "For example net0.") String nic,
            @Mixin ChangeOptions options)
            throws IOException {
        return cable(name, nic, false, options);
    }

    private int cable(String name, String nic, boolean connected, ChangeOptions options) throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(
                        name,
                        "PUT",
                        "nics/" + Query.segment(nic) + "/cable",
                        new ConnectNic(connected),
                        Change.Question.NONE,
                        (connected ? "Plug in " : "Unplug ") + nic);
    }

    @Command(
            name = "rm",
            header = "Take a network card out of a machine.",
            footer = {"", "Example:", "  pando machine nic rm web2 net1"})
    int remove(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "NIC", description = "For example net1.") String nic,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(
                        name,
                        "DELETE",
                        "nics/" + Query.segment(nic),
                        null,
                        Change.Question.NONE,
                        "Take out the network card " + nic);
    }
}
