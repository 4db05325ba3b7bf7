package io.pando.cli.context;

import io.pando.cli.http.Json;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando context}. */
@Command(name = "context", header = "Servers that this computer knows, and which one is in use.")
public final class ContextCommand {

    /** What is shown of a context; never its secret. */
    record Row(
            String name,
            boolean current,
            String server,
            @Nullable String user,
            boolean signedIn,
            @Nullable String project) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.listed("current", "Current", row -> row.current() ? "*" : ""),
            Column.listed("name", "Name", Row::name),
            Column.listed("server", "Server", Row::server),
            Column.listed("user", "User", Row::user),
            Column.listed("signedIn", "Signed in", row -> row.signedIn() ? "yes" : "no"),
            Column.further("project", "Project", Row::project));

    private final Invocation invocation;

    public ContextCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "create",
            header = "Remember a server under a name, and use it.",
            description = "Sign in there afterwards with `pando login`, or give an API token here.",
            footer = {
                "",
                "Examples:",
                "  pando context create work https://pando.example.org",
                "  pando context create robot https://pando.example.org --token-stdin < token"
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "Name of the context.") String name,
            @Parameters(paramLabel = "URL", description = "Address of the server.") String url,
            @Option(names = "--token-stdin", description = "Read an API token from standard input.") boolean tokenStdin)
            throws java.io.IOException {
        URI server = ServerAddress.of(url);
        String token = invocation.options().token();
        if (tokenStdin) {
            String line = invocation.terminal().readLine();
            if (line == null || line.isBlank()) {
                throw Failure.usage("There is no token on standard input.");
            }
            token = line.strip();
        }
        ContextFile file = file();
        Contexts contexts = file.read();
        if (contexts.find(name) != null) {
            throw Failure.failed("There is a context '" + name
                    + "' already. Take another name, or remove it with `pando context rm " + name + "`.");
        }
        file.write(contexts.with(new Context(name, server.toString(), null, token, null, null)));
        invocation.terminal().note("Context " + name + " is in use now.");
        return ExitCode.OK;
    }

    @Command(
            name = "use",
            header = "Use another context from now on.",
            footer = {"", "Example:", "  pando context use work"})
    int use(@Parameters(paramLabel = "CONTEXT", description = "Name of the context.") String name) {
        ContextFile file = file();
        Contexts contexts = file.read();
        existing(contexts, name);
        file.write(contexts.using(name));
        invocation.terminal().note("Context " + name + " is in use now.");
        return ExitCode.OK;
    }

    @Command(
            name = "ls",
            header = "List the contexts.",
            footer = {"", "Example:", "  pando context ls -o json"})
    int list() {
        Printer printer = invocation.printer(COLUMNS);
        Contexts contexts = file().read();
        List<Row> rows = contexts.contexts().stream()
                .map(context -> new Row(
                        context.name(),
                        context.name().equals(contexts.current()),
                        context.server(),
                        context.user(),
                        context.token() != null,
                        context.project()))
                .toList();
        printer.list(COLUMNS, rows, Json.tree(rows));
        if (rows.isEmpty()) {
            invocation.terminal().note("No contexts yet. `pando login URL` makes the first.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rm",
            header = "Forget a context.",
            description = "Its token stays valid on the server until it ends; `pando logout` withdraws it.",
            footer = {"", "Example:", "  pando context rm work"})
    int remove(@Parameters(paramLabel = "CONTEXT", description = "Name of the context.") String name) {
        ContextFile file = file();
        Contexts contexts = file.read();
        existing(contexts, name);
        file.write(contexts.without(name));
        invocation.terminal().note("Context " + name + " is forgotten.");
        return ExitCode.OK;
    }

    private static void existing(Contexts contexts, String name) {
        if (contexts.find(name) == null) {
            throw Failure.failed("There is no context '" + name + "'. `pando context ls` lists them.");
        }
    }

    private ContextFile file() {
        return new ContextFile(invocation.surroundings().settings());
    }
}
