package io.pando.cli.machine;

import io.pando.api.AddDisk;
import io.pando.api.Hardware;
import io.pando.api.Machine;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.MemoryText;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando machine disk}. */
@Command(name = "disk", header = "Disks of a machine.")
public final class DiskCommand {
    private static final List<Column<Hardware.Disk>> COLUMNS = List.of(
            Column.listed("name", "Name", Hardware.Disk::name),
            Column.listed("size", "Size", disk -> Quantities.bytes(disk.size())),
            Column.listed("volume", "Volume", Hardware.Disk::volume));

    private final Invocation invocation;

    public DiskCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List the disks of a machine.",
            footer = {"", "Example:", "  pando machine disk ls web2"})
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
                machine.value().hardware().disks(),
                machine.document().path("hardware").path("disks"));
        return ExitCode.OK;
    }

    @Command(
            name = "add",
            header = "Give a machine another disk, empty.",
            description = "Plugged in at once, also while the machine runs. A larger one: `pando machine resize`.",
            footer = {"", "Example:", "  pando machine disk add web2 --size 10GiB"})
    int add(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Option(
                            names = "--size",
                            paramLabel = "SIZE",
                            required = true,
                            converter = MemoryText.class,
                            description = "For example 512MiB or 10GiB.")
                    int size,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(name, "POST", "disks", new AddDisk((long) size << 20), Change.Question.NONE, "Add a disk");
    }

    @Command(
            name = "rm",
            header = "Take a disk out of a machine and delete it.",
            description = "Asks on a terminal; without a terminal --yes is needed.",
            footer = {"", "Example:", "  pando machine disk rm web2 vdb"})
    int remove(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "DISK", description = "For example vdb.") String disk,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        return new MachineChange(invocation, options, yes.given())
                .carryOut(
                        name,
                        "DELETE",
                        "disks/" + Query.segment(disk),
                        null,
                        Change.Question.DELETION,
                        "Delete the disk " + disk);
    }
}
