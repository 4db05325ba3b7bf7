package io.pando.cli.project;

import io.pando.api.AcceptInvitation;
import io.pando.api.CreateInvitation;
import io.pando.api.CreatedInvitation;
import io.pando.api.Invitation;
import io.pando.api.ProjectReference;
import io.pando.api.ProjectRole;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Words;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code pando project} that are about invitations. */
final class InvitationCommands {
    private static final List<Column<Invitation>> COLUMNS = List.of(
            Column.listed(
                    "project", "Project", invitation -> invitation.project().name()),
            Column.listed("role", "Role", invitation -> Words.word(invitation.role())),
            Column.listed(
                    "user",
                    "For",
                    invitation -> invitation.user() == null
                            ? "whoever has the link"
                            : invitation.user().name()),
            Column.listed(
                    "by", "Invited by", invitation -> invitation.invitedBy().name()),
            Column.listed(
                    "expires", "Expires", invitation -> invitation.expiresAt().toString()),
            Column.listed("id", "Id", Invitation::id));

    private InvitationCommands() {}

    @Command(
            name = "invite",
            header = "Invite somebody into a project.",
            description = {
                "By the name of an account, which then accepts or declines; or, without a name, by a link that",
                "whoever has it may use once."
            },
            footer = {
                "",
                "Examples:",
                "  pando project invite web-team grace --role viewer",
                "  pando project invite web-team --lifetime 1d"
            })
    static final class Invite implements Callable<Integer> {
        private final Invocation invocation;

        @Parameters(index = "0", paramLabel = "PROJECT", description = "Name or id.")
        private String project = "";

        @Parameters(
                index = "1",
                paramLabel = "USER",
                arity = "0..1",
                description = "Name of an account (default: makes a link).")
        private @Nullable String user;

        @Option(names = "--role", paramLabel = "ROLE", description = "owner, member or viewer (default: member).")
        private @Nullable ProjectRole role;

        @Option(names = "--lifetime", paramLabel = "TIME", description = "How long it holds, 1m to 30d (default: 7d).")
        private @Nullable Duration lifetime;

        Invite(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            Answer<CreatedInvitation> answer = invocation
                    .api()
                    .call(
                            "POST",
                            ProjectCommand.path(project) + "/invitations",
                            new CreateInvitation(user, role, lifetime == null ? null : lifetime.toSeconds()),
                            CreatedInvitation.class);
            Invitation invitation = answer.value().invitation();
            if (!printer.style().isTable()) {
                printer.document(answer.document());
                return ExitCode.OK;
            }
            String secret = answer.value().secret();
            if (secret == null) {
                invocation.terminal().note(user + " is invited until " + invitation.expiresAt() + ".");
            } else {
                printer.out().println(invocation.api().server() + "/join#" + secret);
                printer.out().flush();
                invocation
                        .terminal()
                        .note("Whoever opens this link first joins as " + Words.word(invitation.role())
                                + ". It is not shown again, and ends at " + invitation.expiresAt() + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "invitations",
            header = "List invitations that wait for an answer.",
            footer = {"", "Examples:", "  pando project invitations", "  pando project invitations web-team"})
    static final class Invitations implements Callable<Integer> {
        private final Invocation invocation;

        @Parameters(
                paramLabel = "PROJECT",
                arity = "0..1",
                description = "Those into this project (default: those of oneself).")
        private @Nullable String project;

        Invitations(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer(COLUMNS);
            String path = project == null ? "invitations" : ProjectCommand.path(project) + "/invitations";
            Answer.Rows<Invitation> rows = invocation.api().list(path, Query.NONE, Invitation.class, 1_000);
            printer.list(COLUMNS, rows.items(), rows.document());
            if (rows.items().isEmpty()) {
                invocation.terminal().note("No invitations.");
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "withdraw",
            header = "Withdraw an invitation.",
            footer = {"", "Example:", "  pando project withdraw web-team 1d0c2f6e-2f0b-4a51-9c59-2c8c3ad8bb10"})
    static final class Withdraw implements Callable<Integer> {
        private final Invocation invocation;

        @Parameters(paramLabel = "PROJECT", description = "Name or id.")
        private String project = "";

        @Parameters(paramLabel = "INVITATION", description = "Its id.")
        private String id = "";

        Withdraw(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            invocation.api().call("DELETE", ProjectCommand.path(project) + "/invitations/" + Query.segment(id), null);
            invocation.terminal().note("The invitation is withdrawn.");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "accept",
            header = "Accept an invitation of oneself.",
            footer = {"", "Example:", "  pando project accept 1d0c2f6e-2f0b-4a51-9c59-2c8c3ad8bb10"})
    static final class Accept implements Callable<Integer> {
        private final Invocation invocation;

        @Parameters(paramLabel = "INVITATION", description = "Its id.")
        private String id = "";

        Accept(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            return joined(
                    invocation,
                    invocation
                            .api()
                            .call(
                                    "POST",
                                    "invitations/" + Query.segment(id) + "/accept",
                                    null,
                                    ProjectReference.class));
        }
    }

    @Command(
            name = "decline",
            header = "Decline an invitation of oneself.",
            footer = {"", "Example:", "  pando project decline 1d0c2f6e-2f0b-4a51-9c59-2c8c3ad8bb10"})
    static final class Decline implements Callable<Integer> {
        private final Invocation invocation;

        @Parameters(paramLabel = "INVITATION", description = "Its id.")
        private String id = "";

        Decline(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            invocation.api().call("POST", "invitations/" + Query.segment(id) + "/decline", null);
            invocation.terminal().note("The invitation is declined.");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "join",
            header = "Join a project by a link.",
            footer = {"", "Example:", "  pando project join 'https://pando.example.org/join#FbX1…'"})
    static final class Join implements Callable<Integer> {
        private final Invocation invocation;

        @Parameters(paramLabel = "LINK", description = "The link, or what stands behind its #.")
        private String link = "";

        Join(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            String secret = link.substring(link.indexOf('#') + 1);
            return joined(
                    invocation,
                    invocation
                            .api()
                            .call(
                                    "POST",
                                    "invitations/redeem",
                                    new AcceptInvitation(secret, null),
                                    ProjectReference.class));
        }
    }

    private static int joined(Invocation invocation, Answer<ProjectReference> answer) {
        Printer printer = invocation.printer();
        if (printer.style().isTable()) {
            invocation.terminal().note("You are in " + answer.value().name() + " now.");
        } else {
            printer.document(answer.document());
        }
        return ExitCode.OK;
    }
}
