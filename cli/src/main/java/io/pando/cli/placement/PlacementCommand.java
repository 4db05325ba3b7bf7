package io.pando.cli.placement;

import io.pando.api.Machine;
import io.pando.api.MachinePlacement;
import io.pando.api.PlacementDecision;
import io.pando.api.PlacementDecision.HostChoice;
import io.pando.api.PlacementDecision.HostObstacle;
import io.pando.api.PlacementDecision.RankedHost;
import io.pando.api.PlacementDecision.RefusedHost;
import io.pando.api.PlacementSimulation;
import io.pando.api.RebalancePlacement;
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
import io.pando.cli.terminal.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code pando placement}. */
@Command(name = "placement", header = "Which host a machine goes to.")
public final class PlacementCommand {
    private static final List<Column<PlacementDecision>> COLUMNS = List.of(
            Column.listed("machine", "Machine", PlacementDecision::machine),
            Column.listed("host", "Host", decision -> decision.chosen() == null ? "none" : host(decision)),
            Column.listed("score", "Score", PlacementCommand::score),
            Column.listed("why", "Why", PlacementCommand::why),
            Column.further(
                    "pool",
                    "Pool",
                    decision ->
                            decision.chosen() == null ? "" : decision.chosen().pool()),
            Column.further("fitting", "Hosts that fit", decision -> Integer.toString(decision.fitting())),
            Column.further("unfitting", "Hosts that do not", decision -> Integer.toString(decision.unfitting())),
            Column.further("others", "Next best", PlacementCommand::others),
            Column.further("refused", "Refused", PlacementCommand::refused),
            Column.further("digest", "Digest", PlacementDecision::digest));

    private final Invocation invocation;

    public PlacementCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "simulate",
            header = "Show where machines would go, on hosts that need not exist.",
            description = {
                "FILE has hosts and machines, as JSON or, where its name ends with .csv, as comma-separated values. The machines are"
                        + " placed in turn, by the rules of the server where the file has none. Nothing is changed."
            },
            footer = {
                "",
                "Examples:",
                "  pando placement simulate fleet.csv",
                "  pando placement simulate fleet.json -o json",
                "  pando placement simulate fleet.json -o columns=machine,host,others,refused"
            })
    int simulate(
            @Parameters(paramLabel = "FILE", description = "Hosts and machines.") Path file,
            @Option(
                            names = "--explain",
                            paramLabel = "NUMBER",
                            description = "How many ranked and refused hosts to tell of for each machine.")
                    @Nullable
                    Integer explain)
            throws IOException {
        Printer printer = invocation.printer(COLUMNS);
        ObjectNode request =
                SimulationFile.read(invocation.surroundings().workingDirectory().resolve(file));
        if (explain != null) {
            request.put("explain", explain);
        }
        Answer<PlacementSimulation> answer =
                invocation.api().call("POST", "placement/simulations", request, PlacementSimulation.class);
        PlacementSimulation simulation = answer.value();
        printer.list(COLUMNS, simulation.decisions(), answer.document());
        if (printer.style().isTable()) {
            invocation
                    .terminal()
                    .note("%d of %d machines have a host; hosts in use: %d."
                            .formatted(
                                    simulation.placed(), simulation.decisions().size(), simulation.hostsUsed()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rebalance",
            header = "Move machines to where they are better off.",
            description = {
                "As the server's rules want it: close together, or evenly spread; drained hosts are emptied. Machines that run go on"
                        + " running. They are moved one after the other, each where it fits.",
                "The plan is shown before; on a terminal it is asked for, and --dry-run does no more. Administrators only."
            },
            footer = {
                "",
                "Examples:",
                "  pando placement rebalance --dry-run",
                "  pando placement rebalance --yes",
                "  pando placement rebalance --away-from host7"
            })
    int rebalance(
            @Option(
                            names = "--away-from",
                            paramLabel = "HOST",
                            description = "Only move the machines away from this drained host (default: all hosts).")
                    @Nullable
                    String host,
            @Mixin ChangeOptions options,
            @Mixin YesOption yes)
            throws IOException {
        return rebalance(invocation, host, options, yes.given());
    }

    /** Rebalances, or moves all machines away from one host. */
    public static int rebalance(Invocation invocation, @Nullable String host, ChangeOptions options, boolean yes)
            throws IOException {
        Printer printer = invocation.printer();
        Change.Request request = new Change.Request(
                "POST",
                "placement/rebalance",
                new RebalancePlacement(host),
                Change.Question.PLAN,
                host == null ? "Move these machines" : "Move these machines away from " + host);
        return new Change(invocation, options, yes).carryOut(request, job -> {
            if (printer.style().isTable()) {
                job.value().steps().stream()
                        .flatMap(step -> Stream.ofNullable(step.detail()))
                        .forEach(detail -> invocation.terminal().note(PlainText.of(detail) + "."));
            } else {
                printer.document(job.document());
            }
        });
    }

    @Command(
            name = "explain",
            header = "Show why a machine is on the host that it is on.",
            description = {
                "As it was decided when the machine was asked for; from what is kept of that it is decided once more.",
                "Ends with 1 when that comes to another host."
            },
            footer = {"", "Example:", "  pando placement explain web2"})
    int explain(@Parameters(paramLabel = "MACHINE", description = "Name or id.") String name) {
        Printer printer = invocation.printer(COLUMNS);
        Machine machine = new Names(invocation.api()).machine(name);
        Answer<MachinePlacement> answer =
                invocation.api().get("machines/" + Query.segment(machine.id()) + "/placement", MachinePlacement.class);
        printer.one(COLUMNS, answer.value().decision(), answer.document());
        return answer.value().replays() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String host(PlacementDecision decision) {
        HostChoice chosen = decision.chosen();
        return chosen == null ? "" : chosen.host();
    }

    private static String score(PlacementDecision decision) {
        HostChoice chosen = decision.chosen();
        return chosen == null ? "" : points(chosen.score());
    }

    private static String points(double points) {
        return String.format(Locale.ROOT, "%.1f", points);
    }

    /** What speaks for the host that was chosen, or what stands in the way of each. */
    private static String why(PlacementDecision decision) {
        if (decision.chosen() == null) {
            return refused(decision);
        }
        return decision.ranking().stream()
                .limit(1)
                .flatMap(best -> best.lines().stream())
                .filter(line -> line.weight() > 0)
                .map(line -> "%s (%s of %d)".formatted(line.text(), points(line.points()), line.weight()))
                .collect(Collectors.joining("; "));
    }

    private static String others(PlacementDecision decision) {
        return decision.ranking().stream()
                .skip(1)
                .map(RankedHost::choice)
                .map(choice -> choice.host() + " " + points(choice.score()))
                .collect(Collectors.joining(", "));
    }

    private static String refused(PlacementDecision decision) {
        String told = decision.refused().stream().map(PlacementCommand::refused).collect(Collectors.joining("; "));
        int more = decision.unfitting() - decision.refused().size();
        return more == 0 ? told : "%s; and %d more".formatted(told, more);
    }

    private static String refused(RefusedHost host) {
        return host.host() + ": "
                + host.reasons().stream().map(HostObstacle::text).collect(Collectors.joining(", "));
    }
}
