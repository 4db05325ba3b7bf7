package io.pando.cli;

import io.pando.api.About;
import io.pando.cli.http.Api;
import io.pando.cli.http.Json;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.UnexpectedAnswerException;
import io.pando.cli.http.UnreachableException;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code pando version}. */
@Command(
        name = "version",
        header = "Show the versions of this program and of the server.",
        footer = {"", "Example:", "  pando version -o json"})
final class VersionCommand implements Callable<Integer> {

    /** What is shown; the server's part is null when it does not answer. */
    record Versions(
            String client,
            String address,
            @Nullable String server,
            @Nullable String api) {}

    private static final List<Column<Versions>> COLUMNS = List.of(
            Column.listed("client", "Client", Versions::client),
            Column.listed("server", "Server", Versions::server),
            Column.listed("api", "API", Versions::api),
            Column.listed("address", "Address", Versions::address));
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Invocation invocation;

    VersionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Printer printer = invocation.printer(COLUMNS);
        URI server = invocation.connection().server();
        About about = null;
        try {
            about = Api.withToken(server, null)
                    .patient(PATIENCE)
                    .get("about", About.class)
                    .value();
        } catch (UnreachableException | UnexpectedAnswerException | ProblemException e) {
            invocation.terminal().note(e.getMessage() == null ? "The server does not answer." : e.getMessage());
        }
        Versions versions = new Versions(
                Version.client(),
                server.toString(),
                about == null ? null : about.version(),
                about == null ? null : about.api());
        printer.one(COLUMNS, versions, Json.tree(versions));
        return ExitCode.OK;
    }
}
