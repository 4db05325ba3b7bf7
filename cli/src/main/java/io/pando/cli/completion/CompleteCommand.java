package io.pando.cli.completion;

import io.pando.api.Host;
import io.pando.api.Image;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Token;
import io.pando.api.Upload;
import io.pando.api.User;
import io.pando.cli.completion.Candidates.Candidate;
import io.pando.cli.context.ContextFile;
import io.pando.cli.http.Api;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.Query;
import io.pando.cli.http.UnexpectedAnswerException;
import io.pando.cli.http.UnreachableException;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.terminal.PlainText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What the completion scripts call: prints a word and its description, separated by a tab, on each line; {@code :files}
 * asks the shell for its own file names. Says nothing when anything goes wrong: the person is in the middle of a line.
 */
@Command(name = "__complete", hidden = true, header = "Used by the completion scripts.")
public final class CompleteCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 500;

    private final Invocation invocation;

    @Spec
    private @Nullable CommandSpec specification;

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "Words typed so far, the last to be completed.")
    private List<String> words = List.of();

    public CompleteCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (specification == null) {
            return ExitCode.OK;
        }
        PrintStream out = invocation.terminal().out();
        Candidates.Offer offer = new Candidates(specification.root(), this::names).offer(words);
        for (Candidate candidate : offer.candidates()) {
            out.println(PlainText.of(candidate.word()) + "\t" + PlainText.of(candidate.description()));
        }
        if (offer.files()) {
            out.println(":files");
        }
        out.flush();
        return ExitCode.OK;
    }

    private List<Candidate> names(String label) {
        try {
            return switch (label) {
                case "CONTEXT" ->
                    new ContextFile(invocation.surroundings().settings())
                            .read().contexts().stream()
                                    .map(context -> new Candidate(context.name(), context.server()))
                                    .toList();
                case "MACHINE" ->
                    list(
                            "machines",
                            Query.NONE.with("sort", "name"),
                            Machine.class,
                            machine -> new Candidate(
                                    machine.name(),
                                    machine.state().name().toLowerCase(Locale.ROOT) + ", " + machine.image()));
                case "IMAGE" ->
                    list(
                            "images",
                            Query.NONE,
                            Image.class,
                            image -> new Candidate(
                                    image.name(), image.operatingSystem() == null ? "" : image.operatingSystem()));
                case "HOST" -> list("hosts", Query.NONE, Host.class, host -> new Candidate(host.name(), host.uri()));
                case "JOB" ->
                    list("jobs", Query.NONE, Job.class, job -> new Candidate(Long.toString(job.id()), job.title()));
                case "USER" ->
                    list("users", Query.NONE, User.class, user -> new Candidate(user.name(), user.displayName()));
                case "UPLOAD" ->
                    list("uploads", Query.NONE, Upload.class, upload -> new Candidate(upload.fileName(), upload.id()));
                case "TOKEN" ->
                    list("tokens", Query.NONE, Token.class, token -> new Candidate(token.name(), token.id()));
                default -> List.of();
            };
        } catch (ProblemException | UnreachableException | UnexpectedAnswerException | Failure e) {
            return List.of();
        }
    }

    private <T> List<Candidate> list(String path, Query query, Class<T> type, Function<T, Candidate> candidate) {
        Api api = invocation.api().patient(PATIENCE);
        return api.list(path, query, type, MOST).items().stream().map(candidate).toList();
    }
}
