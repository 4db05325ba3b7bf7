package io.pando.cli.session;

import io.pando.api.ActiveSession;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando session}. */
@Command(name = "session", header = "One's own sessions in browsers.")
public final class SessionCommand {
    private static final List<Column<ActiveSession>> COLUMNS = List.of(
            Column.listed("id", "Id", ActiveSession::id),
            Column.listed("created", "Began", session -> session.createdAt().toString()),
            Column.listed(
                    "used",
                    "Last used",
                    session -> session.lastUsedAt() == null
                            ? null
                            : session.lastUsedAt().toString()),
            Column.listed("address", "From", ActiveSession::address),
            Column.listed("browser", "Browser", ActiveSession::userAgent),
            Column.further("expires", "Ends", session -> session.expiresAt().toString()),
            Column.further("provider", "Provider", ActiveSession::provider));

    private final Invocation invocation;

    public SessionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List one's sessions that have not ended.",
            footer = {"", "Example:", "  pando session ls"})
    int list() {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<ActiveSession> rows = invocation.api().list("sessions", Query.NONE, ActiveSession.class, 10_000);
        printer.list(COLUMNS, rows.items(), rows.document());
        return ExitCode.OK;
    }

    @Command(
            name = "rm",
            header = "End sessions; what was opened with them is closed.",
            footer = {
                "",
                "Examples:",
                "  pando session rm 5a1f07c2-3c77-4f0c-8f6e-0a3e5d0c1b11",
                "  pando session rm --all",
                "  pando session rm --all --tokens"
            })
    int remove(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Which.") @Nullable List<String> ids,
            @Option(names = "--all", description = "All of them: sign out everywhere.") boolean all,
            @Option(
                            names = "--tokens",
                            description = "With --all: withdraw all API tokens too, also the one in use here.")
                    boolean tokens) {
        boolean some = ids != null && !ids.isEmpty();
        if (some == all || (tokens && !all)) {
            throw Failure.usage("Name the sessions that are to end, or use --all, with or without --tokens.");
        }
        if (ids != null && some) {
            List<ActiveSession> mine = invocation
                    .api()
                    .list("sessions", Query.NONE, ActiveSession.class, 10_000)
                    .items();
            for (String id : ids) {
                ActiveSession session = Names.choose(
                        mine, id, ActiveSession::id, ActiveSession::id, "session", "`pando session ls` lists yours.");
                invocation.api().call("DELETE", "sessions/" + Query.segment(session.id()), null);
                invocation.terminal().note("The session " + session.id() + " has ended.");
            }
            return ExitCode.OK;
        }
        invocation.api().call("DELETE", "sessions" + Query.NONE.with("tokens", tokens ? "true" : null), null);
        invocation
                .terminal()
                .note(
                        tokens
                                ? "All your sessions and tokens have ended. Sign in again with `pando login`."
                                : "All your sessions in browsers have ended.");
        return ExitCode.OK;
    }
}
