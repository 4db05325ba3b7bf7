package io.pando.cli.image;

import io.pando.api.Image;
import io.pando.api.ImageSealing;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pando image sealing}. */
@Command(
        name = "sealing",
        header = "Show what was stripped of a staged image.",
        footer = {"", "Example:", "  pando image sealing debian-v1"})
public final class SealingCommand implements Callable<Integer> {
    static final List<Column<ImageSealing.Operation>> COLUMNS = List.of(
            Column.listed("operation", "Operation", ImageSealing.Operation::name),
            Column.listed("stripped", "Stripped", operation -> Integer.toString(operation.stripped())),
            Column.listed("title", "What", ImageSealing.Operation::title));

    private final Invocation invocation;

    @Parameters(paramLabel = "IMAGE", description = "Name or id.")
    private String name = "";

    public SealingCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Printer printer = invocation.printer(COLUMNS);
        Image image = new Names(invocation.api()).image(name);
        show(printer, invocation.api().get("images/" + Query.segment(image.id()) + "/sealing", ImageSealing.class));
        return ExitCode.OK;
    }

    static void show(Printer printer, Answer<ImageSealing> sealing) {
        printer.list(COLUMNS, sealing.value().operations(), sealing.document());
    }
}
