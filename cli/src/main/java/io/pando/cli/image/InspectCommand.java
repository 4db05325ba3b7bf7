package io.pando.cli.image;

import io.pando.api.Image;
import io.pando.api.ImageInspection;
import io.pando.cli.http.Answer;
import io.pando.cli.http.ProblemException;
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
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image inspect}. */
@Command(
        name = "inspect",
        header = "Show what is on an image's disk, and look at it first where nobody has yet.",
        description = "The disk is read in a throw-away appliance and not changed.",
        footer = {"", "Examples:", "  pando image inspect debian", "  pando image inspect debian --again -o json"})
public final class InspectCommand implements Callable<Integer> {
    private static final int NOT_FOUND = 404;

    private static final List<Column<ImageInspection>> COLUMNS = List.of(
            Column.listed("system", "System", of(contents -> contents.system().name())),
            Column.listed("architecture", "Architecture", of(ImageInspection.Contents::architecture)),
            Column.listed(
                    "boot",
                    "Starts by",
                    of(contents -> contents.boot().stream()
                            .map(way -> way.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")))),
            Column.listed("packages", "Packages", of(contents -> Integer.toString(contents.packages()))),
            Column.listed(
                    "free",
                    "Free",
                    of(contents -> contents.fileSystems().stream()
                            .filter(ImageInspection.FileSystem::root)
                            .map(ImageInspection.FileSystem::free)
                            .map(free -> free == null ? "" : Quantities.bytes(free))
                            .findFirst()
                            .orElse(""))),
            Column.further("id", "System id", of(contents -> contents.system().id())),
            Column.further(
                    "version", "Version", of(contents -> contents.system().version())),
            Column.further("format", "Kind of packages", of(ImageInspection.Contents::packageFormat)),
            Column.further(
                    "accounts",
                    "Accounts",
                    of(contents -> contents.accounts().stream()
                            .map(ImageInspection.LoginAccount::name)
                            .collect(Collectors.joining(", ")))),
            Column.further("agent", "Guest agent", of(contents -> contents.guestAgent() ? "yes" : "no")),
            Column.further("cloud-init", "cloud-init", of(contents -> contents.cloudInit() ? "yes" : "no")),
            Column.further(
                    "machine-id",
                    "Machine id",
                    of(contents -> contents.identifiers().machineId())),
            Column.further(
                    "host-name",
                    "Host name",
                    of(contents -> contents.identifiers().hostName())),
            Column.further(
                    "host-keys",
                    "Host keys",
                    of(contents -> contents.identifiers().hostKeys().stream()
                            .map(key -> key.type() + " " + key.fingerprint())
                            .collect(Collectors.joining(", ")))),
            Column.further("problem", "Problem", ImageInspection::problem),
            Column.further("at", "Looked at", found -> found.inspectedAt().toString()));

    private final Invocation invocation;

    @Parameters(paramLabel = "IMAGE", description = "Name or id.")
    private String name = "";

    @Option(names = "--again", description = "Look at it even if somebody has already.")
    private boolean again;

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    public InspectCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    private static Function<ImageInspection, @Nullable String> of(
            Function<ImageInspection.Contents, @Nullable String> value) {
        return found -> {
            ImageInspection.Contents contents = found.contents();
            return contents == null ? "" : value.apply(contents);
        };
    }

    @Override
    public Integer call() throws IOException {
        Printer printer = invocation.printer(COLUMNS);
        Change change = new Change(invocation, options, true);
        Image image = new Names(invocation.api()).image(name);
        String path = "images/" + Query.segment(image.id()) + "/inspection";
        if (!again && !options.dryRun()) {
            try {
                show(printer, path);
                return ExitCode.OK;
            } catch (ProblemException unknown) {
                if (unknown.problem().status() != NOT_FOUND) {
                    throw unknown;
                }
            }
        }
        return change.carryOut(
                new Change.Request(
                        "POST", path, null, Change.Question.NONE, "Look at the disk of image " + image.name()),
                job -> show(printer, path));
    }

    private void show(Printer printer, String path) {
        Answer<ImageInspection> found = invocation.api().get(path, ImageInspection.class);
        printer.one(COLUMNS, found.value(), found.document());
    }
}
