package io.pando.cli.session;

import io.pando.api.Session;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Json;
import io.pando.cli.invocation.Connection;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pando whoami}. */
@Command(
        name = "whoami",
        header = "Show who is signed in, and where.",
        footer = {"", "Example:", "  pando whoami -o columns=user -o noheader"})
public final class WhoamiCommand implements Callable<Integer> {

    /** What is shown. */
    record Identity(String user, String fullName, String role, String server, String expires) {}

    private static final List<Column<Identity>> COLUMNS = List.of(
            Column.listed("user", "User", Identity::user),
            Column.listed("fullName", "Full name", Identity::fullName),
            Column.listed("role", "Role", Identity::role),
            Column.listed("server", "Server", Identity::server),
            Column.listed("expires", "Until", Identity::expires));

    private final Invocation invocation;

    public WhoamiCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Printer printer = invocation.printer(COLUMNS);
        Connection connection = invocation.connection();
        Answer<Session> answer = invocation.api().get("session", Session.class);
        Session session = answer.value();
        Identity identity = new Identity(
                session.user().name(),
                session.user().displayName(),
                session.user().role().name().toLowerCase(Locale.ROOT),
                connection.server().toString(),
                session.expiresAt().toString());
        printer.one(COLUMNS, identity, Json.tree(identity));
        return ExitCode.OK;
    }
}
