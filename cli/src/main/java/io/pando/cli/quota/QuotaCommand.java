package io.pando.cli.quota;

import io.pando.api.Limits;
import io.pando.api.Quota;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando quota}. */
@Command(name = "quota", header = "What projects may take, and what they take.")
public final class QuotaCommand {

    /**
     * One thing that is counted.
     *
     * @param limit null for none
     */
    record Line(String what, long used, @Nullable Long limit, LongFunction<String> text) {
        String left() {
            return limit == null ? "" : text.apply(Math.max(0, limit - used));
        }
    }

    private static final List<Column<Line>> COLUMNS = List.of(
            Column.listed("what", "What", Line::what),
            Column.listed("used", "Used", line -> line.text().apply(line.used())),
            Column.listed(
                    "limit",
                    "Limit",
                    line -> line.limit() == null ? "none" : line.text().apply(line.limit())),
            Column.listed("left", "Left", Line::left));

    private final Invocation invocation;

    public QuotaCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "show",
            header = "Show a project's quota.",
            footer = {"", "Examples:", "  pando quota show", "  pando quota show web-team -o json"})
    int show(
            @Parameters(
                            paramLabel = "PROJECT",
                            arity = "0..1",
                            description = "Name or id (default: the one in use, else one's own).")
                    @Nullable
                    String project) {
        Printer printer = invocation.printer(COLUMNS);
        print(printer, invocation.api().get(path(invocation.projectOr(project)), Quota.class));
        return ExitCode.OK;
    }

    @Command(
            name = "set",
            header = "Give a project limits, or all that have none of their own.",
            description = "What is not named stays as it is. Administrators only.",
            footer = {
                "",
                "Examples:",
                "  pando quota set web-team --machines 20 --memory 64GiB --disk none",
                "  pando quota set --usual --machines 5 --vcpus 8"
            })
    int set(
            @Parameters(paramLabel = "PROJECT", arity = "0..1", description = "Name or id.") @Nullable String project,
            @Option(names = "--usual", description = "Set what holds where a project has no limits of its own.")
                    boolean usual,
            @Option(
                            names = "--machines",
                            paramLabel = "NUMBER",
                            converter = LimitText.class,
                            description = "Machines, or none for no limit.")
                    @Nullable
                    Long machines,
            @Option(
                            names = "--vcpus",
                            paramLabel = "NUMBER",
                            converter = LimitText.class,
                            description = "Virtual processors of all machines, or none.")
                    @Nullable
                    Long vcpus,
            @Option(
                            names = "--memory",
                            paramLabel = "SIZE",
                            converter = LimitText.class,
                            description = "Memory of all machines, for example 64GiB, or none.")
                    @Nullable
                    Long memory,
            @Option(
                            names = "--disk",
                            paramLabel = "SIZE",
                            converter = LimitText.class,
                            description = "Room of disks, images and uploads, for example 2TiB, or none.")
                    @Nullable
                    Long disk,
            @Option(
                            names = "--images",
                            paramLabel = "NUMBER",
                            converter = LimitText.class,
                            description = "Images, or none.")
                    @Nullable
                    Long images) {
        Printer printer = invocation.printer(COLUMNS);
        if ((project == null) != usual) {
            throw Failure.usage("Name a project, or give --usual.");
        }
        if (machines == null && vcpus == null && memory == null && disk == null && images == null) {
            throw Failure.usage("No limit is given: add --machines, --vcpus, --memory, --disk or --images.");
        }
        Limits before = project == null
                ? invocation.api().get("quota", Limits.class).value()
                : invocation.api().get(path(project), Quota.class).value().limits();
        Limits after = new Limits(
                whole(machines, before.machines()),
                whole(vcpus, before.vcpus()),
                memory == null ? before.memoryMiB() : memory == LimitText.NONE ? null : Long.valueOf(memory >> 20),
                disk == null ? before.diskBytes() : disk == LimitText.NONE ? null : disk,
                whole(images, before.images()));
        if (project == null) {
            Answer<Limits> answer = invocation.api().call("PUT", "quota", after, Limits.class);
            if (printer.style().isTable()) {
                invocation.terminal().note("The usual limits are set.");
            } else {
                printer.document(answer.document());
            }
        } else {
            print(printer, invocation.api().call("PUT", path(project), after, Quota.class));
        }
        return ExitCode.OK;
    }

    private static @Nullable Integer whole(@Nullable Long wanted, @Nullable Integer before) {
        if (wanted == null) {
            return before;
        }
        return wanted == LimitText.NONE ? null : Integer.valueOf((int) Math.min(Integer.MAX_VALUE, wanted));
    }

    @Command(
            name = "reset",
            header = "Have the usual limits hold for a project again.",
            description = "Administrators only.",
            footer = {"", "Example:", "  pando quota reset web-team"})
    int reset(@Parameters(paramLabel = "PROJECT", description = "Name or id.") String project) {
        Printer printer = invocation.printer(COLUMNS);
        print(printer, invocation.api().call("DELETE", path(project), null, Quota.class));
        return ExitCode.OK;
    }

    private static void print(Printer printer, Answer<Quota> answer) {
        Quota quota = answer.value();
        Limits limits = quota.limits();
        List<Line> lines = List.of(
                line("Machines", quota.used().machines(), limits.machines(), Long::toString),
                line("Processors", quota.used().vcpus(), limits.vcpus(), Long::toString),
                line(
                        "Memory",
                        quota.used().memoryMiB() << 20,
                        limits.memoryMiB() == null ? null : limits.memoryMiB() << 20,
                        Quantities::bytes),
                line("Disk", quota.used().diskBytes(), limits.diskBytes(), Quantities::bytes),
                line("Images", quota.used().images(), limits.images(), Long::toString));
        printer.list(COLUMNS, lines, answer.document());
    }

    private static Line line(String what, long used, @Nullable Number limit, LongFunction<String> text) {
        return new Line(what, used, limit == null ? null : limit.longValue(), text);
    }

    private static String path(String project) {
        return "projects/" + Query.segment(project) + "/quota";
    }
}
