package io.pando.cli.machine;

import io.pando.api.CreateSnapshot;
import io.pando.api.EditSnapshot;
import io.pando.api.Machine;
import io.pando.api.RevertMachine;
import io.pando.api.Snapshot;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando machine snapshot}. */
@Command(name = "snapshot", header = "Kept states of a machine.")
public final class SnapshotCommand {
    private static final int MOST = 1_000;

    private final Invocation invocation;

    public SnapshotCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List the snapshots of a machine, as the tree that they are.",
            description = "An asterisk marks the one that the machine as it is now comes from.",
            footer = {"", "Examples:", "  pando machine snapshot ls web2", "  pando machine snapshot ls web2 -o json"})
    int list(@Parameters(paramLabel = "MACHINE", description = "Name or id.") String name) {
        Map<String, Integer> depths = new HashMap<>();
        List<Column<Snapshot>> columns = columns(depths);
        Printer printer = invocation.printer(columns);
        Answer.Rows<Snapshot> rows = rows(machine(name));
        List<Snapshot> tree = new ArrayList<>();
        descend(rows.items(), null, 0, tree, depths);
        printer.list(columns, tree, rows.document());
        if (rows.items().isEmpty()) {
            invocation.terminal().note("No snapshots yet. `pando machine snapshot create MACHINE NAME` takes one.");
        }
        return ExitCode.OK;
    }

    private static void descend(
            List<Snapshot> all, @Nullable String parent, int depth, List<Snapshot> tree, Map<String, Integer> depths) {
        for (Snapshot snapshot : all) {
            if (Objects.equals(snapshot.parentId(), parent)) {
                tree.add(snapshot);
                depths.put(snapshot.id(), depth);
                descend(all, snapshot.id(), depth + 1, tree, depths);
            }
        }
    }

    private List<Column<Snapshot>> columns(Map<String, Integer> depths) {
        Instant now = invocation.surroundings().waiting().now();
        return List.of(
                Column.listed(
                        "name",
                        "Name",
                        snapshot -> "  ".repeat(depths.getOrDefault(snapshot.id(), 0))
                                + (snapshot.current() ? "* " : "")
                                + snapshot.name()),
                Column.listed("kept", "Kept", SnapshotCommand::kept),
                Column.listed(
                        "size", "Size", snapshot -> snapshot.size() == null ? "" : Quantities.bytes(snapshot.size())),
                Column.listed("age", "Age", snapshot -> Quantities.age(snapshot.createdAt(), now)),
                Column.listed(
                        "state", "State", snapshot -> snapshot.state().name().toLowerCase(Locale.ROOT)),
                Column.listed("description", "Description", Snapshot::description),
                Column.further("id", "Id", Snapshot::id),
                Column.further("problem", "Problem", Snapshot::problem));
    }

    private static String kept(Snapshot snapshot) {
        return switch (snapshot.consistency()) {
            case OFF -> "disks, off";
            case QUIESCED -> "disks, held still";
            case CRASH -> "disks, as if the power was cut";
            case MEMORY -> "disks and memory";
        };
    }

    @Command(
            name = "create",
            header = "Keep the present state of a machine.",
            description = {
                "The disks; with --memory also the memory of a running machine, which then stands still for a moment.",
                "Without it the guest's agent, where it answers, holds the file systems still meanwhile."
            },
            footer = {
                "",
                "Examples:",
                "  pando machine snapshot create web2 'before the upgrade'",
                "  pando machine snapshot create web2 warm --memory"
            })
    int create(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "NAME", description = "Name of the new snapshot.") String snapshot,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for (default: nothing).")
                    @Nullable
                    String description,
            @Option(names = "--memory", description = "Keep the memory too.") boolean memory,
            @Mixin ChangeOptions options)
            throws IOException {
        return new MachineChange(invocation, options, true)
                .carryOut(
                        name,
                        "POST",
                        "snapshots",
                        new CreateSnapshot(snapshot, description, memory ? true : null),
                        Change.Question.NONE,
                        "Keep the state");
    }

    @Command(
            name = "edit",
            header = "Give a snapshot another name or description.",
            footer = {"", "Example:", "  pando machine snapshot edit web2 warm --name 'warm, with data'"})
    int edit(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "SNAPSHOT", description = "Name or id.") String snapshot,
            @Option(names = "--name", paramLabel = "NAME", description = "Its new name.") @Nullable String newName,
            @Option(names = "--description", paramLabel = "TEXT", description = "Its new description.") @Nullable
                    String description) {
        List<Column<Snapshot>> columns = columns(Map.of());
        Printer printer = invocation.printer(columns);
        Machine machine = machine(name);
        Answer<Snapshot> edited = invocation
                .api()
                .call(
                        "PATCH",
                        "machines/" + Query.segment(machine.id()) + "/snapshots/"
                                + Query.segment(find(machine, snapshot).id()),
                        new EditSnapshot(newName, description),
                        Snapshot.class);
        printer.one(columns, edited.value(), edited.document());
        return ExitCode.OK;
    }

    @Command(
            name = "revert",
            header = "Take a machine back to a snapshot.",
            description = {
                "What it has written since is lost: take a snapshot first to keep it. The machine stays the same one.",
                "Asks on a terminal; without a terminal --yes is needed."
            },
            footer = {"", "Example:", "  pando machine snapshot revert web2 'before the upgrade'"})
    int revert(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "SNAPSHOT", description = "Name or id.") String snapshot,
            @Option(
                            names = "--start",
                            negatable = true,
                            defaultValue = "true",
                            fallbackValue = "true",
                            description =
                                    "Start it afterwards (default); one that was kept with its memory always goes on.")
                    boolean start,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        MachineChange change = new MachineChange(invocation, options, yes.given());
        Machine machine = machine(name);
        Snapshot found = find(machine, snapshot);
        return change.carryOut(
                machine,
                "POST",
                "snapshots/" + Query.segment(found.id()) + "/revert",
                new RevertMachine(start ? null : false),
                Change.Question.DELETION,
                "Go back to the snapshot " + found.name());
    }

    @Command(
            name = "rm",
            header = "Delete a snapshot.",
            description = {
                "The machine and its other snapshots stay as they are: what they share with it is merged.",
                "Asks on a terminal; without a terminal --yes is needed."
            },
            footer = {"", "Example:", "  pando machine snapshot rm web2 'before the upgrade'"})
    int remove(
            @Parameters(paramLabel = "MACHINE", description = "Name or id.") String name,
            @Parameters(paramLabel = "SNAPSHOT", description = "Name or id.") String snapshot,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        MachineChange change = new MachineChange(invocation, options, yes.given());
        Machine machine = machine(name);
        Snapshot found = find(machine, snapshot);
        return change.carryOut(
                machine,
                "DELETE",
                "snapshots/" + Query.segment(found.id()),
                null,
                Change.Question.DELETION,
                "Delete the snapshot " + found.name());
    }

    private Machine machine(String name) {
        return new Names(invocation.api()).machine(name);
    }

    private Answer.Rows<Snapshot> rows(Machine machine) {
        return invocation
                .api()
                .list("machines/" + Query.segment(machine.id()) + "/snapshots", Query.NONE, Snapshot.class, MOST);
    }

    private Snapshot find(Machine machine, String nameOrId) {
        return Names.choose(
                rows(machine).items(),
                nameOrId,
                Snapshot::name,
                Snapshot::id,
                "snapshot",
                "`pando machine snapshot ls " + machine.name() + "` lists them.");
    }
}
