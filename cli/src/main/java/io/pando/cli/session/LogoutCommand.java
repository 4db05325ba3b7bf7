package io.pando.cli.session;

import io.pando.cli.context.Context;
import io.pando.cli.context.ContextFile;
import io.pando.cli.context.Contexts;
import io.pando.cli.context.ServerAddress;
import io.pando.cli.http.Api;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.Query;
import io.pando.cli.http.UnexpectedAnswerException;
import io.pando.cli.http.UnreachableException;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code pando logout}. */
@Command(
        name = "logout",
        header = "Sign out: withdraw this computer's token and forget the context.",
        footer = {"", "Examples:", "  pando logout", "  pando logout --context work"})
public final class LogoutCommand implements Callable<Integer> {
    private final Invocation invocation;

    public LogoutCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ContextFile file = new ContextFile(invocation.surroundings().settings());
        Contexts contexts = file.read();
        String named = invocation.options().context() == null
                ? invocation.surroundings().environment().get("PANDO_CONTEXT")
                : invocation.options().context();
        @Nullable Context context = named == null ? contexts.inUse() : contexts.find(named);
        if (context == null) {
            throw Failure.notSignedIn(
                    named == null
                            ? "No context is in use, so there is nothing to sign out of."
                            : "There is no context '" + named + "'. `pando context ls` lists them.");
        }
        String left = withdraw(context);
        file.write(contexts.without(context.name()));
        invocation.terminal().note("Signed out of " + context.server() + "." + (left == null ? "" : " " + left));
        return ExitCode.OK;
    }

    /** What is left to do for the person; null when nothing is. */
    private static @Nullable String withdraw(Context context) {
        String token = context.token();
        String id = context.tokenId();
        if (token == null || id == null) {
            return null;
        }
        try {
            Api.withToken(ServerAddress.of(context.server()), token)
                    .call("DELETE", "tokens/" + Query.segment(id), null);
            return null;
        } catch (ProblemException e) {
            // 401 and 404: it had ended already.
            return e.status() == 401 || e.status() == 404 ? null : stays(e, id);
        } catch (UnreachableException | UnexpectedAnswerException e) {
            return stays(e, id);
        }
    }

    private static String stays(RuntimeException e, String id) {
        return "The token could not be withdrawn and stays valid until it ends (" + e.getMessage()
                + "); `pando token rm " + id + "` withdraws it later.";
    }
}
