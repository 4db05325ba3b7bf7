package io.pando.cli.project;

import io.pando.api.Amounts;
import io.pando.api.CreateProject;
import io.pando.api.Limits;
import io.pando.api.Member;
import io.pando.api.Project;
import io.pando.api.ProjectRole;
import io.pando.api.Session;
import io.pando.api.SetMember;
import io.pando.api.UpdateProject;
import io.pando.api.User;
import io.pando.cli.context.Context;
import io.pando.cli.context.ContextFile;
import io.pando.cli.context.Contexts;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Words;
import io.pando.cli.job.YesOption;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando project}. */
@Command(
        name = "project",
        header = "Projects: who shares machines and images with whom.",
        subcommands = {
            InvitationCommands.Invite.class,
            InvitationCommands.Invitations.class,
            InvitationCommands.Withdraw.class,
            InvitationCommands.Accept.class,
            InvitationCommands.Decline.class,
            InvitationCommands.Join.class
        })
public final class ProjectCommand {

    private static final List<Column<Project>> COLUMNS = List.of(
            Column.listed("name", "Name", Project::name),
            Column.listed("kind", "Kind", project -> Words.word(project.kind())),
            Column.listed("role", "Your role", project -> project.role() == null ? "" : Words.word(project.role())),
            Column.listed("members", "Members", project -> Integer.toString(project.members())),
            Column.listed(
                    "machines",
                    "Machines",
                    project -> of(used(project).machines(), limits(project).machines())),
            Column.listed(
                    "disk",
                    "Disk",
                    project ->
                            ofBytes(used(project).diskBytes(), limits(project).diskBytes())),
            Column.further(
                    "vcpus",
                    "Processors",
                    project -> of(used(project).vcpus(), limits(project).vcpus())),
            Column.further(
                    "memory",
                    "Memory",
                    project -> ofBytes(
                            used(project).memoryMiB() << 20,
                            mebibytes(limits(project).memoryMiB()))),
            Column.further(
                    "images",
                    "Images",
                    project -> of(used(project).images(), limits(project).images())),
            Column.further("description", "Description", Project::description),
            Column.further("created", "Created", project -> project.createdAt().toString()),
            Column.further("id", "Id", Project::id));

    private static final List<Column<Member>> MEMBERS = List.of(
            Column.listed("name", "Name", member -> member.user().name()),
            Column.listed("displayName", "Full name", member -> member.user().displayName()),
            Column.listed("role", "Role", member -> Words.word(member.role())),
            Column.listed("since", "Since", member -> member.since().toString()),
            Column.further("id", "Id", member -> member.user().id()));

    private final Invocation invocation;

    public ProjectCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    private static Amounts used(Project project) {
        return project.quota().used();
    }

    private static Limits limits(Project project) {
        return project.quota().limits();
    }

    private static @Nullable Long mebibytes(@Nullable Long mebibytes) {
        return mebibytes == null ? null : mebibytes << 20;
    }

    private static String of(long used, @Nullable Number limit) {
        return limit == null ? Long.toString(used) : used + " of " + limit;
    }

    private static String ofBytes(long used, @Nullable Long limit) {
        return limit == null ? Quantities.bytes(used) : Quantities.bytes(used) + " of " + Quantities.bytes(limit);
    }

    @Command(
            name = "ls",
            header = "List projects that one is in.",
            footer = {"", "Examples:", "  pando project ls", "  pando project ls --all -o json"})
    int list(
            @Parameters(paramLabel = "TEXT", arity = "0..1", description = "Only projects with this in their name.")
                    @Nullable
                    String text,
            @Option(
                            names = {"-A", "--all"},
                            description = "All there are (administrators only).")
                    boolean all) {
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<Project> rows = invocation
                .api()
                .list("projects", Query.NONE.with("query", text).with("all", all ? true : null), Project.class, 10_000);
        printer.list(COLUMNS, rows.items(), rows.document());
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            header = "Show a project, what it takes, and who is in it.",
            footer = {"", "Example:", "  pando project show web-team"})
    int show(@Parameters(paramLabel = "PROJECT", description = "Name or id.") String name) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<Project> answer = invocation.api().get(path(name), Project.class);
        printer.one(COLUMNS, answer.value(), answer.document());
        if (printer.style().isTable() && printer.style().columns().isEmpty()) {
            printer.section("Members", MEMBERS, membersOf(name).items());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            header = "Make a project for a team, and own it.",
            description = "Where the server does not let everybody do this, administrators only.",
            footer = {
                "",
                "Examples:",
                "  pando project create web-team --description 'All that serves pages'",
                "  pando project create lab --owner ada"
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and hyphens.") String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for (default: nothing).")
                    @Nullable
                    String description,
            @Option(
                            names = "--owner",
                            paramLabel = "USER",
                            description = "Who owns it (default: oneself; administrators only).")
                    @Nullable
                    String owner) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<Project> answer =
                invocation.api().call("POST", "projects", new CreateProject(name, description, owner), Project.class);
        return invocation.told(printer, COLUMNS, answer, "The project " + name + " is made.");
    }

    @Command(
            name = "set",
            header = "Change a project's name or description.",
            footer = {"", "Example:", "  pando project set lab --name web-lab --description 'For trying things'"})
    int set(
            @Parameters(paramLabel = "PROJECT", description = "Name or id.") String project,
            @Option(names = "--name", paramLabel = "NAME", description = "New name.") @Nullable String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "New description.") @Nullable
                    String description) {
        Printer printer = invocation.printer(COLUMNS);
        if (name == null && description == null) {
            throw Failure.usage("Nothing is to be changed: give --name or --description.");
        }
        Answer<Project> answer =
                invocation.api().call("PUT", path(project), new UpdateProject(name, description), Project.class);
        return invocation.told(
                printer, COLUMNS, answer, "The project " + answer.value().name() + " is changed.");
    }

    @Command(
            name = "rm",
            header = "Delete projects that are empty.",
            description = "Asks for each on a terminal; without a terminal --yes is needed.",
            footer = {"", "Example:", "  pando project rm lab"})
    int remove(
            @Parameters(paramLabel = "PROJECT", arity = "1..*", description = "Names or ids.") List<String> names,
            @Mixin YesOption yes)
            throws IOException {
        for (String name : names) {
            yes.confirm(invocation.terminal(), "Delete project " + name);
            invocation.api().call("DELETE", path(name), null);
            invocation.terminal().note("The project " + name + " is deleted.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "use",
            header = "Work in a project from now on.",
            description = {
                "The context in use remembers it: machines and images are then listed and made there.",
                "--project goes before PANDO_PROJECT, that before the context's."
            },
            footer = {"", "Examples:", "  pando project use web-team", "  pando project use --none"})
    int use(
            @Parameters(paramLabel = "PROJECT", arity = "0..1", description = "Name or id.") @Nullable String name,
            @Option(names = "--none", description = "Work in no project: with one's own machines.") boolean none) {
        if ((name == null) == !none) {
            throw Failure.usage("Name a project, or give --none.");
        }
        String project = name == null
                ? null
                : invocation.api().get(path(name), Project.class).value().name();
        ContextFile file = new ContextFile(invocation.surroundings().settings());
        Contexts contexts = file.read();
        Context context = contexts.inUse();
        if (context == null) {
            throw Failure.failed("No context is in use that could remember it. Sign in with `pando login`, or set"
                    + " PANDO_PROJECT.");
        }
        file.write(contexts.with(context.in(project)));
        invocation
                .terminal()
                .note(
                        project == null
                                ? "The context " + context.name() + " is in no project now."
                                : "The context " + context.name() + " is in the project " + project + " now.");
        return ExitCode.OK;
    }

    @Command(
            name = "members",
            header = "List who is in a project.",
            footer = {"", "Example:", "  pando project members web-team"})
    int members(
            @Parameters(paramLabel = "PROJECT", arity = "0..1", description = "Name or id (default: the one in use).")
                    @Nullable
                    String name) {
        Printer printer = invocation.printer(MEMBERS);
        Answer.Rows<Member> rows = membersOf(invocation.projectOr(name));
        printer.list(MEMBERS, rows.items(), rows.document());
        return ExitCode.OK;
    }

    private Answer.Rows<Member> membersOf(String project) {
        return invocation.api().list(path(project) + "/members", Query.NONE, Member.class, 10_000);
    }

    @Command(
            name = "set-role",
            header = "Change what somebody may do in a project.",
            description = "An administrator may so add somebody who is not in it yet; owners invite.",
            footer = {"", "Example:", "  pando project set-role web-team grace owner"})
    int setRole(
            @Parameters(paramLabel = "PROJECT", description = "Name or id.") String project,
            @Parameters(paramLabel = "USER", description = "Name or id of the account.") String user,
            @Parameters(paramLabel = "ROLE", description = "owner, member or viewer.") ProjectRole role) {
        Printer printer = invocation.printer(MEMBERS);
        Answer<Member> answer = invocation
                .api()
                .call("PUT", path(project) + "/members/" + Query.segment(user), new SetMember(role), Member.class);
        String sentence = answer.value().user().name() + " is " + Words.word(role) + " of " + project + " now.";
        return invocation.told(printer, MEMBERS, answer, sentence);
    }

    @Command(
            name = "remove",
            header = "Take somebody out of a project.",
            footer = {"", "Example:", "  pando project remove web-team grace"})
    int removeMember(
            @Parameters(paramLabel = "PROJECT", description = "Name or id.") String project,
            @Parameters(paramLabel = "USER", description = "Name or id of the account.") String user) {
        invocation.api().call("DELETE", path(project) + "/members/" + Query.segment(user), null);
        invocation.terminal().note(user + " is no longer in " + project + ".");
        return ExitCode.OK;
    }

    @Command(
            name = "leave",
            header = "Leave a project.",
            footer = {"", "Example:", "  pando project leave web-team"})
    int leave(@Parameters(paramLabel = "PROJECT", description = "Name or id.") String project) {
        User self = invocation.api().get("session", Session.class).value().user();
        invocation.api().call("DELETE", path(project) + "/members/" + Query.segment(self.id()), null);
        invocation.terminal().note("You have left " + project + ".");
        return ExitCode.OK;
    }

    static String path(String project) {
        return "projects/" + Query.segment(project);
    }
}
