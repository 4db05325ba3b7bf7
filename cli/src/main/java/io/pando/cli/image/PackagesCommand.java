package io.pando.cli.image;

import io.pando.api.Image;
import io.pando.api.InstalledPackage;
import io.pando.api.KnownPackages;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image packages}. */
@Command(
        name = "packages",
        header = "List the packages that are installed on an image's disk, or that there are for its system.",
        description = {
            "Machines can be asked for with packages that the image lacks. Pando knows which ones there are where lists on the disk"
                    + " say so, or where it has been asked to find out with --refresh.",
            "",
            "--refresh starts a throw-away appliance that asks where the image's packages come from. The disk is not changed."
        },
        footer = {
            "",
            "Examples:",
            "  pando image packages debian",
            "  pando image packages debian --search ssh",
            "  pando image packages debian --refresh",
            "  pando image packages debian --known --search nginx"
        })
public final class PackagesCommand implements Callable<Integer> {
    private static final int MOST = 50_000;

    private static final List<Column<InstalledPackage>> COLUMNS = List.of(
            Column.listed("name", "Name", InstalledPackage::name),
            Column.listed("version", "Version", InstalledPackage::version),
            Column.listed("architecture", "Architecture", InstalledPackage::architecture));

    private static final int MOST_KNOWN = 100;
    private static final List<Column<String>> NAMES = List.of(Column.listed("name", "Name", each -> each));

    private final Invocation invocation;

    @Parameters(paramLabel = "IMAGE", description = "Name or id.")
    private String name = "";

    @Option(names = "--search", paramLabel = "TEXT", description = "Only packages with this in their name.")
    private @Nullable String search;

    @Option(names = "--known", description = "Those that there are, at most 100, instead of those that are installed.")
    private boolean known;

    @Option(names = "--refresh", description = "Find out anew which ones there are.")
    private boolean refresh;

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    public PackagesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        if (refresh || known) {
            return refresh ? refresh() : known();
        }
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

    private static String path(Image image) {
        return "images/" + Query.segment(image.id()) + "/packages/known";
    }

    private int refresh() throws IOException {
        Printer printer = invocation.printer(NAMES);
        Change change = new Change(invocation, options, true);
        Image image = new Names(invocation.api()).image(name);
        return change.carryOut(
                new Change.Request(
                        "POST",
                        path(image),
                        null,
                        Change.Question.NONE,
                        "Ask which packages there are for image " + image.name()),
                job -> show(printer, image));
    }

    private int known() {
        Printer printer = invocation.printer(NAMES);
        show(printer, new Names(invocation.api()).image(name));
        return ExitCode.OK;
    }

    private void show(Printer printer, Image image) {
        Answer<KnownPackages> answer = invocation
                .api()
                .get(path(image), Query.NONE.with("query", search).with("limit", MOST_KNOWN), KnownPackages.class);
        KnownPackages found = answer.value();
        printer.list(NAMES, found.names(), answer.document());
        String problem = found.problem();
        if (problem != null) {
            invocation.terminal().note("They could not be listed anew at %s: %s".formatted(found.failedAt(), problem));
        }
        if (found.knownAt() == null) {
            invocation
                    .terminal()
                    .note("Nobody knows which packages there are. `pando image packages %s --refresh` asks."
                            .formatted(image.name()));
        } else {
            invocation
                    .terminal()
                    .note("%,d packages in all, as known since %s %s."
                            .formatted(
                                    found.total(),
                                    found.knownAt(),
                                    found.source() == KnownPackages.Source.IMAGE
                                            ? "by lists on the disk"
                                            : "from where they come"));
        }
    }
}
