package io.pando.cli.user;

import io.pando.api.CreateUser;
import io.pando.api.Role;
import io.pando.api.Session;
import io.pando.api.SetPassword;
import io.pando.api.UpdateUser;
import io.pando.api.User;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.invocation.NewPassword;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando user}. */
@Command(name = "user", header = "People's accounts.")
public final class UserCommand {

    private static final List<Column<User>> COLUMNS = List.of(
            Column.listed("name", "Name", User::name),
            Column.listed("displayName", "Full name", User::displayName),
            Column.listed("role", "Role", user -> user.role().name().toLowerCase(Locale.ROOT)),
            Column.listed("state", "State", user -> user.disabled() ? "disabled" : ""),
            Column.listed("created", "Created", user -> user.createdAt().toString()),
            Column.further("id", "Id", User::id));

    private final Invocation invocation;

    public UserCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List the accounts.",
            description = "Administrators only.",
            footer = {"", "Examples:", "  pando user ls", "  pando user ls lovelace"})
    int list(
            @Parameters(paramLabel = "TEXT", arity = "0..1", description = "Only accounts with this in a name.")
                    @Nullable
                    String text) {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<User> rows = invocation.api().list("users", Query.NONE.with("query", text), User.class, 100_000);
        printer.list(COLUMNS, rows.items(), rows.document());
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            header = "Make an account for a person.",
            description = "Asks for the password twice. Administrators only.",
            footer = {
                "",
                "Examples:",
                "  pando user create ada --full-name 'Ada Lovelace'",
                "  pando user create robot --password-stdin < password"
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "Name for signing in.") String name,
            @Option(
                            names = "--full-name",
                            paramLabel = "TEXT",
                            description = "How the page calls the person (default: NAME).")
                    @Nullable
                    String fullName,
            @Option(names = "--role", paramLabel = "ROLE", description = "member or administrator (default: member).")
                    @Nullable
                    Role role,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input instead of asking.")
                    boolean passwordStdin)
            throws IOException {
        Printer printer = invocation.printer(COLUMNS);
        String password = NewPassword.read(invocation.terminal(), "Password for " + name, passwordStdin);
        Answer<User> answer =
                invocation.api().call("POST", "users", new CreateUser(name, fullName, password, role), User.class);
        return invocation.told(
                printer, COLUMNS, answer, "The account " + answer.value().name() + " is made.");
    }

    @Command(
            name = "set",
            header = "Change an account's full name or role.",
            description = "One's own full name, or as an administrator anything.",
            footer = {
                "",
                "Examples:",
                "  pando user set ada --full-name 'Ada King'",
                "  pando user set ada --role administrator"
            })
    int set(
            @Parameters(paramLabel = "USER", description = "Name or id of the account.") String name,
            @Option(names = "--full-name", paramLabel = "TEXT", description = "How the page calls the person.")
                    @Nullable
                    String fullName,
            @Option(names = "--role", paramLabel = "ROLE", description = "member or administrator.") @Nullable
                    Role role) {
        if (fullName == null && role == null) {
            throw Failure.usage("Nothing is to be changed: give --full-name or --role.");
        }
        return update(name, new UpdateUser(fullName, role, null), "is changed");
    }

    @Command(
            name = "disable",
            header = "Keep a person out: nothing that they own is touched.",
            description = "Ends all sessions and tokens of the account. Administrators only.",
            footer = {"", "Example:", "  pando user disable ada"})
    int disable(@Parameters(paramLabel = "USER", description = "Name or id of the account.") String name) {
        return update(name, new UpdateUser(null, null, true), "is disabled");
    }

    @Command(
            name = "enable",
            header = "Let a person in again.",
            description = "Administrators only.",
            footer = {"", "Example:", "  pando user enable ada"})
    int enable(@Parameters(paramLabel = "USER", description = "Name or id of the account.") String name) {
        return update(name, new UpdateUser(null, null, false), "is enabled");
    }

    private int update(String name, UpdateUser wanted, String done) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<User> answer = invocation.api().call("PUT", "users/" + Query.segment(name), wanted, User.class);
        return invocation.told(
                printer, COLUMNS, answer, "The account " + answer.value().name() + " " + done + ".");
    }

    @Command(
            name = "rm",
            header = "Delete accounts that own nothing any more.",
            description = {
                "Refused, with a list, while the person has machines or images, or is a project's only owner.",
                "Asks for each on a terminal; without a terminal --yes is needed. Administrators only."
            },
            footer = {"", "Example:", "  pando user rm ada"})
    int remove(
            @Parameters(paramLabel = "USER", arity = "1..*", description = "Names or ids.") List<String> names,
            @Mixin YesOption yes)
            throws IOException {
        for (String name : names) {
            yes.confirm(invocation.terminal(), "Delete account " + name);
            invocation.api().call("DELETE", "users/" + Query.segment(name), null);
            invocation.terminal().note("The account " + name + " is deleted.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "set-password",
            header = "Set a password: one's own, or, as an administrator, anybody's.",
            description = "Ends all sessions and tokens of the account, also the one in use here.",
            footer = {"", "Examples:", "  pando user set-password", "  pando user set-password ada"})
    int setPassword(
            @Parameters(
                            paramLabel = "USER",
                            arity = "0..1",
                            description = "Name or id of the account (default: one's own).")
                    @Nullable
                    String name,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input instead of asking.")
                    boolean passwordStdin)
            throws IOException {
        User self = invocation.api().get("session", Session.class).value().user();
        User user;
        if (name == null || name.equals(self.name()) || name.equals(self.id())) {
            user = self;
        } else if (self.role() == Role.ADMINISTRATOR) {
            user = new Names(invocation.api()).user(name);
        } else {
            throw Failure.failed("Only administrators set the password of somebody else.");
        }
        String password = NewPassword.read(invocation.terminal(), "New password for " + user.name(), passwordStdin);
        invocation.api().call("PUT", "users/" + Query.segment(user.id()) + "/password", new SetPassword(password));
        invocation
                .terminal()
                .note("The password of " + user.name() + " is set; all its sessions and tokens have ended."
                        + (user.id().equals(self.id()) ? " Sign in again with `pando login`." : ""));
        return ExitCode.OK;
    }
}
