package io.pando.cli.session;

import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Credentials;
import io.pando.api.OneTimeCode;
import io.pando.api.Session;
import io.pando.api.User;
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
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando login}. */
@Command(
        name = "login",
        header = "Sign in to a server.",
        description = {
            "Asks for name and password, and keeps an API token for this computer in a context; the password is not kept.",
            "Where the account has a second factor, asks for a code too. With --web, the browser signs this computer in: in"
                    + " whatever way the page lets one in, also at an OpenID provider.",
            "The context is called as --context says, else as the server's host, and is in use afterwards."
        },
        footer = {
            "",
            "Examples:",
            "  pando login",
            "  pando login https://pando.example.org --name ada",
            "  pando login https://pando.example.org --web",
            "  pando login --name ada --password-stdin < password"
        })
public final class LoginCommand implements Callable<Integer> {
    private static final int LONGEST_TOKEN_NAME = 64;

    private final Invocation invocation;

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "Address of the server (default: the context's, else http://127.0.0.1:8080).")
    private @Nullable String url;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the account (default: is asked for).")
    private @Nullable String name;

    @Option(names = "--password-stdin", description = "Read the password from standard input instead of asking.")
    private boolean passwordStdin;

    @Option(names = "--web", description = "Sign in in a browser, on this computer or any other.")
    private boolean web;

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            description = "How long this computer stays signed in, 1m to 365d (default: 90d).")
    private @Nullable Duration lifetime;

    public LoginCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = invocation.terminal();
        // A context that is yet to be made must not be looked for.
        URI server = url == null ? invocation.connection().server() : ServerAddress.of(url);
        if ("http".equals(server.getScheme()) && !UnreachableException.isLoopback(server)) {
            terminal.note("Note: " + server + " is not encrypted; others on the way can read the password.");
        }
        Api api = Api.withCookies(server);
        // Ask for nothing before it is clear that somebody listens.
        api.get("about", io.pando.api.About.class);
        if (web && (name != null || passwordStdin)) {
            throw Failure.usage("--web asks for neither name nor password.");
        }
        return web
                ? keep(server, new WebSignIn(invocation).signIn(server, tokenName(), seconds()))
                : byPassword(api, server);
    }

    private int byPassword(Api api, URI server) throws IOException {
        Session session = enter(api, credentials(server));
        CreatedToken created = api.call("POST", "tokens", new CreateToken(tokenName(), seconds()), CreatedToken.class)
                .value();
        api.call("DELETE", "session", null);
        return keep(server, new SignedIn(session.user(), created));
    }

    private Session enter(Api api, Credentials credentials) throws IOException {
        try {
            return api.call("POST", "session", credentials, Session.class).value();
        } catch (ProblemException problem) {
            if (!problem.problem().type().endsWith(":second-factor-needed")) {
                throw problem;
            }
            Terminal terminal = invocation.terminal();
            if (!terminal.canAsk()) {
                throw Failure.usage("The account has a second factor, and there is no terminal to ask for a code on:"
                        + " use --web, or an API token in PANDO_TOKEN.");
            }
            String code = terminal.ask("Code of the app, or a recovery code: ");
            if (code == null || code.isBlank()) {
                throw Failure.cancelled("No code was given.");
            }
            return api.call("POST", "session/second-factor", new OneTimeCode(code.strip()), Session.class)
                    .value();
        }
    }

    private @Nullable Long seconds() {
        return lifetime == null ? null : lifetime.toSeconds();
    }

    /** Keeps the token in a context, which is in use from now on. */
    private int keep(URI server, SignedIn signedIn) throws IOException {
        Terminal terminal = invocation.terminal();
        CreatedToken created = signedIn.token();
        String context = invocation.options().context();
        ContextFile file = new ContextFile(invocation.surroundings().settings());
        String called = context == null ? server.getAuthority() : context;
        Contexts contexts = file.read();
        Context before = contexts.find(called);
        file.write(contexts.with(new Context(
                called,
                server.toString(),
                signedIn.user().name(),
                created.secret(),
                created.token().id(),
                created.token().expiresAt(),
                before == null ? null : before.project())));
        withdraw(before, server, created.secret());
        terminal.note("Signed in to " + server + " as " + signedIn.user().name() + " until "
                + created.token().expiresAt() + ". Context " + called + " is in use.");
        return ExitCode.OK;
    }

    /** The token that the context had so far serves nobody any more, and a person may only have so many. */
    private static void withdraw(@Nullable Context before, URI server, String token) {
        if (before == null
                || before.tokenId() == null
                || !ServerAddress.of(before.server()).equals(server)) {
            return;
        }
        try {
            Api.withToken(server, token).call("DELETE", "tokens/" + Query.segment(before.tokenId()), null);
        } catch (ProblemException | UnreachableException | UnexpectedAnswerException e) {
            // It may have ended, or belong to another account; either way it ends by itself.
            return;
        }
    }

    /** Who has signed in, and the token that this computer got. */
    record SignedIn(User user, CreatedToken token) {}

    /** At most 64 characters, as the server wants it. */
    private String tokenName() {
        String name = "pando on " + invocation.surroundings().computer();
        return name.length() <= LONGEST_TOKEN_NAME ? name : name.substring(0, LONGEST_TOKEN_NAME);
    }

    private Credentials credentials(URI server) throws IOException {
        Terminal terminal = invocation.terminal();
        if (!terminal.canAsk() && (name == null || !passwordStdin)) {
            throw Failure.usage("There is no terminal to ask on: use --name NAME --password-stdin.");
        }
        String account = name == null ? terminal.ask("Name at " + server + ": ") : name;
        if (account == null || account.isBlank()) {
            throw Failure.cancelled("No name was given.");
        }
        String password =
                passwordStdin ? terminal.readLine() : terminal.askSecret("Password of " + account.strip() + ": ");
        if (password == null || password.isEmpty()) {
            throw Failure.cancelled("No password was given.");
        }
        return new Credentials(account.strip(), password);
    }
}
