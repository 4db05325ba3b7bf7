package io.pando.cli.job;

import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.api.Suggestion;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Api;
import io.pando.cli.http.Json;
import io.pando.cli.http.ProblemException;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Printer;
import io.pando.cli.output.Quantities;
import io.pando.cli.terminal.Paint;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One changing call from its plan to its end: dry run, question, submission, waiting. The same for every command. */
public final class Change {

    /** Whether the person is asked first. */
    public enum Question {
        /** It is begun at once. */
        NONE,
        /** The plan is shown and confirmed where somebody is there to do it; without a terminal it is begun at once. */
        PLAN,
        /** It must be confirmed; without a terminal only by {@code --yes}. */
        DELETION
    }

    /**
     * What to ask of the server.
     *
     * @param path relative to the API, without a query
     * @param body null for none
     * @param what it does, for example {@code Delete machine web2}; stands in the question
     * @param correction the command that changes of the request come to; gives nothing where that cannot be said
     */
    public record Request(
            String method,
            String path,
            @Nullable Object body,
            Question question,
            String what,
            Function<List<Suggestion.Change>, Optional<String>> correction) {

        /** One for which nothing is ever suggested. */
        public Request(String method, String path, @Nullable Object body, Question question, String what) {
            this(method, path, body, question, what, changes -> Optional.empty());
        }
    }

    private final Invocation invocation;
    private final ChangeOptions options;
    private final boolean yes;

    public Change(Invocation invocation, ChangeOptions options, boolean yes) {
        this.invocation = invocation;
        this.options = options;
        this.yes = yes;
        if (!options.waits() && options.timeout() != null) {
            throw Failure.usage("--timeout limits the waiting, and --no-wait does not wait: give one of them.");
        }
    }

    /**
     * Carries it out as the options say.
     *
     * @param whenDone shows what came of it; only called when the job was waited for and is done
     * @return the command's exit code
     * @throws IOException when the answer to a question cannot be read
     */
    public int carryOut(Request request, Consumer<Answer<Job>> whenDone) throws IOException {
        Printer printer = invocation.printer();
        if (options.dryRun()) {
            return rehearse(request);
        }
        ask(request);
        Answer<Job> accepted =
                invocation.api().submit(request.method(), request.path(), request.body(), Api.newKey(), Job.class);
        long id = accepted.value().id();
        Terminal terminal = invocation.terminal();
        if (!options.waits()) {
            if (printer.style().isTable()) {
                printer.out().println(id);
                terminal.note(
                        accepted.value().title() + ": job " + id + ". Follow it with `pando job watch " + id + "`.");
            } else {
                printer.document(accepted.document());
            }
            return ExitCode.OK;
        }
        Answer<Job> done = new JobWatch(invocation).untilDone(id, options.timeout());
        terminal.note(done.value().title() + ": done" + took(done.value()) + ".");
        whenDone.accept(done);
        return ExitCode.OK;
    }

    /** Shows the plan, and does nothing. */
    public int rehearse(Request request) {
        return show(plan(request), invocation.printer(), request.correction());
    }

    /** Shows a plan that was made here, as that of a dry run. */
    public int show(Plan plan) {
        return show(new Answer<>(plan, Json.tree(plan)), invocation.printer(), changes -> Optional.empty());
    }

    /** Shows a plan that the server has made of a change that is no job. */
    public static int show(Invocation invocation, Answer<Plan> plan) {
        return show(plan, invocation.printer(), changes -> Optional.empty());
    }

    private static String took(Job job) {
        Instant finished = job.finishedAt();
        return finished == null ? "" : " in " + Quantities.between(job.createdAt(), finished);
    }

    private Answer<Plan> plan(Request request) {
        return invocation.api().call(request.method(), request.path() + "?dryRun=true", request.body(), Plan.class);
    }

    private static int show(
            Answer<Plan> plan, Printer printer, Function<List<Suggestion.Change>, Optional<String>> correction) {
        if (printer.style().isTable()) {
            PlanView.lines(plan.value(), printer.paint(), correction).forEach(printer.out()::println);
            printer.out().flush();
        } else {
            printer.document(plan.document());
        }
        return plan.value().feasible() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void ask(Request request) throws IOException {
        Terminal terminal = invocation.terminal();
        if (yes || request.question() == Question.NONE) {
            return;
        }
        if (!terminal.canAsk()) {
            if (request.question() == Question.DELETION) {
                throw YesOption.nobodyToAsk(request.what());
            }
            return;
        }
        Plan plan = plan(request).value();
        if (!plan.feasible()) {
            String wrong = plan.faults().isEmpty() ? plan.summary() : ProblemException.describe(plan.faults());
            throw Failure.failed(Optional.ofNullable(plan.mended())
                    .flatMap(mended -> request.correction().apply(mended.changes()))
                    .map(command -> wrong + " This would fit: " + command)
                    .orElse(wrong));
        }
        Paint paint = terminal.paint(StandardStream.ERR);
        PlanView.lines(plan, paint, request.correction()).forEach(terminal.err()::println);
        terminal.err().println();
        boolean deletion = request.question() == Question.DELETION;
        if (!terminal.confirm(request.what() + "?", !deletion)) {
            throw YesOption.nothingDone();
        }
    }
}
