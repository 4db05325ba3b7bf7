package io.pando.cli.image;

import io.pando.api.SetWarmPool;
import io.pando.api.WarmPool;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.MemoryText;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando image warm}. */
@Command(
        name = "warm",
        header = "Keep machines of a staged image waiting, so that whoever asks for one has it in a moment.",
        description = {
            "Without NUMBER it shows how many wait, and how often one was used. Setting it is for administrators only; 0 ends it.",
            "What waits takes room on hosts until somebody asks for it, or until the room is needed."
        },
        footer = {
            "",
            "Examples:",
            "  pando image warm debian-v1",
            "  pando image warm debian-v1 3",
            "  pando image warm debian-v1 2 --vcpus 2 --memory 4GiB"
        })
public final class WarmCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or id of a staged image.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "NUMBER", arity = "0..1", description = "How many are to wait, 0 to 16.")
    private @Nullable Integer size;

    @Option(
            names = "--vcpus",
            paramLabel = "NUMBER",
            description = "Virtual processors of each (default: what the image says).")
    private @Nullable Integer vcpus;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemoryText.class,
            description = "Memory of each (default: what the image says).")
    private @Nullable Integer memory;

    public WarmCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (size == null && (vcpus != null || memory != null)) {
            throw Failure.usage("Say, too, how many of that size are to wait.");
        }
        List<Column<WarmPool>> columns = columns();
        Printer printer = invocation.printer(columns);
        String path = "images/"
                + Query.segment(new Names(invocation.api()).image(name).id()) + "/warm-pool";
        Answer<WarmPool> answer = size == null
                ? invocation.api().get(path, WarmPool.class)
                : invocation.api().call("PUT", path, new SetWarmPool(size, vcpus, memory), WarmPool.class);
        printer.one(columns, answer.value(), answer.document());
        printer.section("Machines", machines(), answer.value().machines());
        return ExitCode.OK;
    }

    private List<Column<WarmPool>> columns() {
        Instant now = invocation.surroundings().waiting().now();
        return List.of(
                Column.listed("image", "Image", WarmPool::image),
                Column.listed("size", "Wanted", pool -> Integer.toString(pool.size())),
                Column.listed("ready", "Ready", pool -> Integer.toString(pool.ready())),
                Column.listed("making", "Being made", pool -> Integer.toString(pool.making())),
                Column.listed(
                        "each",
                        "Each",
                        pool -> "%d vCPU, %s".formatted(pool.vcpus(), Quantities.bytes((long) pool.memoryMiB() << 20))),
                Column.listed("used", "Used", pool -> Long.toString(pool.used())),
                Column.listed("missed", "None was ready", pool -> Long.toString(pool.missed())),
                Column.further(
                        "last",
                        "Last used",
                        pool -> pool.lastUsedAt() == null ? "" : Quantities.age(pool.lastUsedAt(), now) + " ago"),
                Column.further("problem", "Problem", WarmPool::problem));
    }

    private List<Column<WarmPool.Waiting>> machines() {
        Instant now = invocation.surroundings().waiting().now();
        return List.of(
                Column.listed("host", "Host", WarmPool.Waiting::host),
                Column.listed(
                        "state", "State", machine -> machine.state().name().toLowerCase(Locale.ROOT)),
                Column.listed("since", "For", machine -> Quantities.age(machine.since(), now)));
    }
}
