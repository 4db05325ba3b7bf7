package io.pando.cli.token;

import io.pando.api.CreateToken;
import io.pando.api.CreatedToken;
import io.pando.api.Token;
import io.pando.api.TokenRight;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.invocation.Words;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando token}. */
@Command(name = "token", header = "API tokens of one's own, for programs and other computers.")
public final class TokenCommand {

    private static final List<Column<Token>> COLUMNS = List.of(
            Column.listed("name", "Name", Token::name),
            Column.listed("id", "Id", Token::id),
            Column.listed("created", "Created", token -> token.createdAt().toString()),
            Column.listed("expires", "Expires", token -> token.expiresAt().toString()),
            Column.listed(
                    "used",
                    "Last used",
                    token -> token.lastUsedAt() == null
                            ? "never"
                            : token.lastUsedAt().toString()),
            Column.listed("rights", "Rights", TokenCommand::rights),
            Column.listed(
                    "project",
                    "Project",
                    token -> token.project() == null ? "all" : token.project().name()));

    private static String rights(Token token) {
        return token.rights().size() == TokenRight.values().length
                ? "all"
                : String.join(" ", token.rights().stream().map(Words::word).toList());
    }

    private final Invocation invocation;

    public TokenCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List one's tokens.",
            footer = {"", "Example:", "  pando token ls"})
    int list() {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<Token> rows = invocation.api().list("tokens", Query.NONE, Token.class, 10_000);
        printer.list(COLUMNS, rows.items(), rows.document());
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            header = "Make a token and print its secret, this once.",
            footer = {
                "",
                "Examples:",
                "  PANDO_TOKEN=$(pando token create build-server --lifetime 30d) pando machine ls",
                "  pando token create robot --right machines --right consoles --project web-team"
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "What it is for, for example the name of a computer.")
                    String name,
            @Option(names = "--lifetime", paramLabel = "TIME", description = "1m to 365d (default: 90d).") @Nullable
                    Duration lifetime,
            @Option(
                            names = "--right",
                            paramLabel = "RIGHT",
                            description =
                                    "What it lets a program do besides looking: machines, consoles, images, projects, account or"
                                            + " administration; read for nothing else. May be repeated (default: all that you"
                                            + " may).")
                    @Nullable
                    List<TokenRight> rights,
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "The only project that it reaches (default: all).")
                    @Nullable
                    String project) {
        Printer printer = invocation.printer();
        Answer<CreatedToken> answer = invocation
                .api()
                .call(
                        "POST",
                        "tokens",
                        new CreateToken(name, lifetime == null ? null : lifetime.toSeconds(), rights, project),
                        CreatedToken.class);
        if (printer.style().isTable()) {
            printer.out().println(answer.value().secret());
            printer.out().flush();
            invocation
                    .terminal()
                    .note("This secret is not shown again. It ends at "
                            + answer.value().token().expiresAt() + ".");
        } else {
            printer.document(answer.document());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rm",
            header = "Withdraw tokens.",
            footer = {"", "Example:", "  pando token rm build-server"})
    int remove(@Parameters(paramLabel = "TOKEN", arity = "1..*", description = "Names or ids.") List<String> names) {
        List<Token> all =
                invocation.api().list("tokens", Query.NONE, Token.class, 10_000).items();
        List<Token> chosen = names.stream()
                .map(name -> Names.choose(all, name, Token::name, Token::id, "token", "`pando token ls` lists yours."))
                .toList();
        for (Token token : chosen) {
            invocation.api().call("DELETE", "tokens/" + Query.segment(token.id()), null);
            invocation.terminal().note("The token " + token.name() + " is withdrawn.");
        }
        return ExitCode.OK;
    }
}
