package io.pando.cli.machine;

import io.pando.api.InsertMedium;
import io.pando.api.Medium;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pando machine cd}. */
@Command(name = "cd", header = "Discs in the CD drive of a machine.")
public final class CdCommand {
    private static final List<Column<Medium>> COLUMNS = List.of(
            Column.listed("name", "Name", Medium::name),
            Column.listed("size", "Size", medium -> Quantities.bytes(medium.size())));

    private final Invocation invocation;

    public CdCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List the discs that can be inserted.",
            description = "ISO files in the folders of the server's host from which images are imported.",
            footer = {"", "Example:", "  pando machine cd ls"})
    int list() {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<Medium> rows = invocation.api().list("media", Query.NONE, Medium.class, 1000);
        printer.list(COLUMNS, rows.items(), rows.document());
        if (rows.items().isEmpty()) {
            invocation.terminal().note("No discs yet. An administrator puts ISO files where images are imported from.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "insert",
            header = "Put a disc into a machine's CD drive.",
            description = "In place of the one that is in it. The first disc comes with a drive.",
            footer = {"", "Example:", "  pando machine cd insert web2 debian-12-netinst.iso"})
    int insert(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "DISC", description = "Name of the disc.") String disc,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(name, "PUT", "cd", new InsertMedium(disc), Change.Question.NONE, "Insert a disc");
    }

    @Command(
            name = "eject",
            header = "Take the disc out of a machine's CD drive.",
            footer = {"", "Example:", "  pando machine cd eject web2"})
    int eject(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name, @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(name, "DELETE", "cd", null, Change.Question.NONE, "Eject the disc");
    }
}
