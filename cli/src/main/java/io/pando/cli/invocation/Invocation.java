package io.pando.cli.invocation;

import io.pando.api.Session;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Api;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.terminal.Terminal;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of one command: what it was given and what it may use. Used by one thread. */
public final class Invocation {
    private final Surroundings surroundings;
    private final GlobalOptions options;
    private final Supplier<Connection> connections;
    private final Supplier<@Nullable String> projects;
    private @Nullable Api api;

    /**
     * One run of one command.
     *
     * @param connections decides on server and token, only when a command needs them
     * @param projects says in which project to work where a command is not told; null for none
     */
    public Invocation(
            Surroundings surroundings,
            GlobalOptions options,
            Supplier<Connection> connections,
            Supplier<@Nullable String> projects) {
        this.surroundings = surroundings;
        this.options = options;
        this.connections = connections;
        this.projects = projects;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Terminal terminal() {
        return surroundings.terminal();
    }

    public GlobalOptions options() {
        return options;
    }

    /** Which server and token are in force. */
    public Connection connection() {
        return connections.get();
    }

    /**
     * The project to work in: the option's, else that of {@code PANDO_PROJECT}, else that of the context in force; null for none.
     *
     * @param option null when it was not given
     */
    public @Nullable String project(@Nullable String option) {
        return option == null ? projects.get() : option;
    }

    /** The same, and one's own where there is none. */
    public String projectOr(@Nullable String option) {
        String project = project(option);
        return project == null
                ? api().get("session", Session.class).value().user().id()
                : project;
    }

    public Printer printer() {
        return new Printer(terminal(), options.style());
    }

    /**
     * A printer that is known to have the columns asked for.
     *
     * @throws Failure when a column asked for does not exist
     */
    public <T> Printer printer(List<Column<T>> columns) {
        Printer printer = printer();
        try {
            printer.choose(columns);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage() == null ? "The columns are not known." : e.getMessage());
        }
        return printer;
    }

    /** Tells what was made or changed: people by a sentence, programs and who asked for columns by the thing itself. */
    public <T> int told(Printer printer, List<Column<T>> columns, Answer<T> answer, String sentence) {
        if (printer.style().isTable() && printer.style().columns().isEmpty()) {
            terminal().note(sentence);
        } else {
            printer.one(columns, answer.value(), answer.document());
        }
        return ExitCode.OK;
    }

    /**
     * The API of the server, with a token.
     *
     * @throws Failure when there is no token for the server
     */
    public Api api() {
        if (api == null) {
            Connection connection = connection();
            if (connection.token() == null) {
                throw Failure.notSignedIn("Not signed in to " + connection.server() + ". Sign in with `pando login "
                        + connection.server() + "`, or set PANDO_TOKEN.");
            }
            api = Api.withToken(connection.server(), connection.token());
        }
        return api;
    }
}
