package io.pando.cli.image;

import io.pando.api.Image;
import io.pando.api.InstalledPackage;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image packages}. */
@Command(
        name = "packages",
        header = "List the packages that are installed on an image's disk.",
        footer = {"", "Examples:", "  pando image packages debian", "  pando image packages debian --search ssh"})
public final class PackagesCommand implements Callable<Integer> {
    private static final int MOST = 50_000;

    private static final List<Column<InstalledPackage>> COLUMNS = List.of(
            Column.listed("name", "Name", InstalledPackage::name),
            Column.listed("version", "Version", InstalledPackage::version),
            Column.listed("architecture", "Architecture", InstalledPackage::architecture));

    private final Invocation invocation;

    @Parameters(paramLabel = "IMAGE", description = "Name or id.")
    private String name = "";

    @Option(names = "--search", paramLabel = "TEXT", description = "Only packages with this in their name.")
    private @Nullable String search;

    public PackagesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Printer printer = invocation.printer(COLUMNS);
        Image image = new Names(invocation.api()).image(name);
        Answer.Rows<InstalledPackage> rows = invocation
                .api()
                .list(
                        "images/" + Query.segment(image.id()) + "/packages",
                        Query.NONE.with("query", search),
                        InstalledPackage.class,
                        MOST);
        printer.list(COLUMNS, rows.items(), rows.document());
        if (rows.items().isEmpty()) {
            invocation
                    .terminal()
                    .note(
                            search == null
                                    ? "No package is known. `pando image inspect %s --again` looks at its disk."
                                            .formatted(image.name())
                                    : "No package matches.");
        }
        return ExitCode.OK;
    }
}
