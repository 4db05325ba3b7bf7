package io.pando.cli.job;

import io.pando.api.Job;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Api;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando job}. */
@Command(name = "job", header = "Long work: what runs, what failed and why.")
public final class JobCommand {

    private static final List<Column<Job.Step>> STEPS = List.of(
            Column.listed("title", "Step", Job.Step::title),
            Column.listed("state", "State", step -> step.state().name().toLowerCase(Locale.ROOT)),
            Column.listed("took", "Took", step -> took(step.startedAt(), step.finishedAt())),
            Column.listed("detail", "Detail", step -> step.problem() != null ? step.problem() : step.detail()));

    private final Invocation invocation;

    public JobCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "ls",
            header = "List jobs, the newest first.",
            footer = {"", "Examples:", "  pando job ls --state running --state queued", "  pando job ls --all -o json"})
    int list(
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description =
                                    "Only jobs in this state: queued, running, undoing, done, failed or cancelled. May be repeated.")
                    @Nullable
                    List<Job.State> states,
            @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Those of everybody in this project (default: one's own).")
                    @Nullable
                    String project,
            @Option(
                            names = {"-A", "--all"},
                            description = "All that one may see, in all projects.")
                    boolean all,
            @Option(
                            names = "--limit",
                            paramLabel = "NUMBER",
                            defaultValue = "25",
                            description = "Show this many at most (default: ${DEFAULT-VALUE}).")
                    int limit) {
        List<Column<Job>> columns = columns();
        Printer printer = invocation.printer(columns);
        Query query = Query.NONE.with("owner", all ? "all" : null).with("project", project);
        for (Job.State state : states == null ? List.<Job.State>of() : states) {
            query = query.with("state", state);
        }
        Answer.Rows<Job> rows = invocation.api().list("jobs", query, Job.class, Math.max(1, limit));
        printer.list(columns, rows.items(), rows.document());
        if (rows.items().isEmpty()) {
            invocation.terminal().note("No jobs" + (states == null ? " yet." : " in this state."));
        } else if (rows.total() > rows.items().size()) {
            invocation.terminal().note(rows.items().size() + " of " + rows.total() + " jobs; --limit shows more.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            header = "Show a job and its steps.",
            footer = {"", "Example:", "  pando job show 42"})
    int show(@Parameters(paramLabel = "JOB", description = "Number of the job.") long id) {
        Printer printer = invocation.printer(columns());
        show(printer, invocation.api().get("jobs/" + id, Job.class));
        return ExitCode.OK;
    }

    @Command(
            name = "watch",
            header = "Follow a job to its end.",
            description = "Ends as the job ends: 0 when it is done, 1 when it failed, 2 when it was cancelled.",
            footer = {"", "Example:", "  pando job watch 42 --timeout 5m"})
    int watch(
            @Parameters(paramLabel = "JOB", description = "Number of the job.") long id,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            description =
                                    "Wait this long at most, for example 90s or 5m (default: no limit); exit code 8.")
                    @Nullable
                    Duration timeout) {
        Printer printer = invocation.printer(columns());
        Answer<Job> done = new JobWatch(invocation).untilDone(id, timeout);
        if (!printer.style().isTable()) {
            printer.document(done.document());
        }
        invocation.terminal().note(done.value().title() + ": done.");
        return ExitCode.OK;
    }

    @Command(
            name = "cancel",
            header = "End a job; what it has made is taken away.",
            footer = {"", "Example:", "  pando job cancel 42"})
    int cancel(
            @Parameters(paramLabel = "JOB", description = "Number of the job.") long id,
            @Option(names = "--no-wait", description = "Do not wait until everything is undone.") boolean noWait,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            description = "Wait this long at most, for example 90s (default: no limit); exit code 8.")
                    @Nullable
                    Duration timeout) {
        Printer printer = invocation.printer(columns());
        Answer<Job> job = invocation.api().submit("POST", "jobs/" + id + "/cancel", null, Api.newKey(), Job.class);
        if (!noWait) {
            job = new JobWatch(invocation).untilEnd(id, timeout);
        }
        if (!printer.style().isTable()) {
            printer.document(job.document());
        }
        switch (job.value().state()) {
            case CANCELLED -> invocation.terminal().note("Job " + id + " is cancelled; what it had made is gone.");
            case DONE -> invocation.terminal().note("Job " + id + " was done before it could be cancelled.");
            case FAILED ->
                invocation
                        .terminal()
                        .note("Job " + id + " failed before it could be cancelled"
                                + (job.value().problem() == null
                                        ? "."
                                        : ": "
                                                + ProblemException.describe(
                                                        job.value().problem())));
            case QUEUED, RUNNING, UNDOING -> invocation.terminal().note("Job " + id + " is being cancelled.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "retry",
            header = "Begin a failed job again, as a new job.",
            footer = {"", "Example:", "  pando job retry 42"})
    int retry(
            @Parameters(paramLabel = "JOB", description = "Number of the job.") long id,
            @Option(names = "--no-wait", description = "Print the new job's number and end at once.") boolean noWait,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            description = "Wait this long at most, for example 90s (default: no limit); exit code 8.")
                    @Nullable
                    Duration timeout)
            throws IOException {
        Printer printer = invocation.printer(columns());
        Answer<Job> job = invocation.api().submit("POST", "jobs/" + id + "/retry", null, Api.newKey(), Job.class);
        if (noWait && printer.style().isTable()) {
            printer.out().println(job.value().id());
            return ExitCode.OK;
        }
        if (!noWait) {
            job = new JobWatch(invocation).untilDone(job.value().id(), timeout);
            invocation.terminal().note(job.value().title() + ": done.");
        }
        if (!printer.style().isTable()) {
            printer.document(job.document());
        }
        return ExitCode.OK;
    }

    private void show(Printer printer, Answer<Job> answer) {
        printer.one(columns(), answer.value(), answer.document());
        printer.section("Steps", STEPS, answer.value().steps());
    }

    private List<Column<Job>> columns() {
        Instant now = invocation.surroundings().waiting().now();
        return List.of(
                Column.listed("id", "Id", job -> Long.toString(job.id())),
                Column.listed("title", "Title", Job::title),
                Column.listed("state", "State", JobCommand::state),
                Column.listed("percent", "Percent", job -> String.format(Locale.ROOT, "%.0f", job.percent())),
                Column.listed("step", "Step", job -> JobWatch.hasEnded(job) ? "" : job.currentStep()),
                Column.listed("age", "Age", job -> Quantities.age(job.createdAt(), now)),
                Column.listed("took", "Took", job -> took(job.startedAt(), job.finishedAt())),
                Column.further("kind", "Kind", Job::kind),
                Column.further("owner", "Owner", job -> job.owner().name()),
                Column.further(
                        "project",
                        "Project",
                        job -> job.project() == null ? "" : job.project().name()),
                Column.further("created", "Created", job -> job.createdAt().toString()),
                Column.further(
                        "left",
                        "Left",
                        job -> job.secondsLeft() == null ? "" : "about " + Quantities.seconds(job.secondsLeft())),
                Column.further(
                        "problem",
                        "Problem",
                        job -> job.problem() == null ? "" : ProblemException.describe(job.problem())));
    }

    private static String state(Job job) {
        String state = job.state().name().toLowerCase(Locale.ROOT);
        return job.cancelRequested() && !JobWatch.hasEnded(job) ? state + ", to be cancelled" : state;
    }

    private static String took(@Nullable Instant started, @Nullable Instant finished) {
        return started == null || finished == null ? "" : Quantities.between(started, finished);
    }
}
