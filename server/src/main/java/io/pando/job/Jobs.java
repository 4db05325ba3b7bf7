package io.pando.job;

import io.pando.access.Caller;
import io.pando.access.Need;
import io.pando.access.ProjectAccess;
import io.pando.api.Job;
import io.pando.api.Page;
import io.pando.api.ProblemType;
import io.pando.api.TokenRight;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Queues, shows and cancels jobs. */
@Service
public class Jobs {
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(10);

    private final JobStore store;
    private final JobKinds kinds;
    private final JobViews views;
    private final JobRunner runner;
    private final JobQueue queue;
    private final ProjectAccess access;
    private final Database database;

    Jobs(
            JobStore store,
            JobKinds kinds,
            JobViews views,
            JobRunner runner,
            JobQueue queue,
            ProjectAccess access,
            Database database) {
        this.store = store;
        this.kinds = kinds;
        this.views = views;
        this.runner = runner;
        this.queue = queue;
        this.access = access;
        this.database = database;
    }

    /**
     * Queues a job. Within the caller's transaction, so that the job and what it works on come into being together.
     *
     * @throws ProblemException busy, when another job works on the same thing
     */
    public Job submit(JobSubmission<?> submission) {
        return database.inTransaction(() -> {
            store.activeOn(submission.subject().type(), submission.subject().id())
                    .ifPresent(other -> {
                        throw busy(other);
                    });
            long id = store.insert(submission, kinds.of(submission.kind()).steps());
            tell(id, submission.subject(), submission.projectId());
            queue.add(id);
            views.publish(id);
            return shown(id);
        });
    }

    /**
     * Has a request take effect once: gives the job that an earlier request with the same key made, or submits.
     *
     * @param submit checks, writes what belongs to the job, and submits it; within one transaction with all of that
     * @throws ProblemException when the key was used for another request
     */
    public Job once(Caller caller, @Nullable IdempotencyKey key, Function<@Nullable IdempotencyKey, Job> submit) {
        return database.inTransaction(() -> key == null
                ? submit.apply(null)
                : store.findByKey(caller.userId(), key.key())
                        .map(earlier -> same(caller, earlier, key))
                        .orElseGet(() -> submit.apply(key)));
    }

    private Job same(Caller caller, JobRecord earlier, IdempotencyKey key) {
        if (!store.requestHash(earlier.id()).equals(Optional.of(key.requestHash())) || !sees(caller, earlier)) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "This idempotency key was used for another request, which became job %d.".formatted(earlier.id()),
                    "Send a new key with each new request.");
        }
        tell(earlier.id(), earlier.subject(), earlier.projectId());
        return shown(earlier.id());
    }

    /** Has the audit record tell which job carries out what the present request wants. */
    private static void tell(long id, Job.Subject subject, @Nullable String projectId) {
        Deed.present()
                .job(id)
                .object(subject.type(), subject.id(), subject.name())
                .project(projectId);
    }

    /** A job that the caller may see; somebody else's is answered like an absent one. */
    public Job find(Caller caller, long id) {
        JobRecord job = visible(caller, id);
        return views.whole(job, store.steps(id));
    }

    /**
     * Newest first, of what the caller sees.
     *
     * @param project id or name of the only project to look at; null for all
     * @param owner {@code me}, {@code all}, or name or id of an account; null as {@link ProjectAccess#owner} says
     * @param subjectId working on what; null for anything
     * @param states any of these; empty for all
     */
    Page<Job> list(
            Caller caller,
            @Nullable String project,
            @Nullable String owner,
            @Nullable String subjectId,
            Collection<Job.State> states,
            Paging paging) {
        return database.reading(() -> {
            JobFilter filter = new JobFilter(
                    access.reach(caller, project),
                    project == null && caller.scope().projectId() == null ? caller.userId() : null,
                    access.owner(caller, owner, project),
                    subjectId,
                    states);
            return paging.page(views.rows(store.list(filter, paging.limit(), paging.offset())), store.count(filter));
        });
    }

    /**
     * Asks a job to end; what it has made is taken away again.
     *
     * @throws ProblemException wrong state, when it has ended or is being undone
     */
    public Job cancel(Caller caller, long id) {
        JobRecord job = changeable(caller, id);
        tell(id, job.subject(), job.projectId());
        database.inTransaction(() -> {
            if (!store.requestCancel(id)) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        job.state() == Job.State.UNDOING
                                ? "Job %d is being undone already.".formatted(id)
                                : "Job %d has ended (%s).".formatted(id, job.state()),
                        "Only a job that waits or runs can be cancelled.");
            }
        });
        runner.interrupt(id);
        queue.hurry(id);
        views.publish(id);
        return shown(id);
    }

    /**
     * Asks a job to end and waits a little until it has; for what cannot wait longer.
     *
     * @throws ProblemException busy, when it has not ended within ten seconds
     */
    public void cancelAndWait(Caller caller, long id) {
        if (store.requestCancel(changeable(caller, id).id())) {
            runner.interrupt(id);
            queue.hurry(id);
        }
        long end = System.nanoTime() + CANCEL_PATIENCE.toNanos();
        while (store.find(id).filter(JobRecord::active).isPresent()) {
            if (System.nanoTime() > end) {
                throw busy(store.find(id).orElseThrow());
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw busy(store.find(id).orElseThrow());
            }
        }
    }

    /**
     * Asks a job to end that a feature has begun by itself and needs no longer; what it has made is taken away again. Within the caller's
     * transaction. Does nothing when it has ended or is being undone.
     */
    public void withdraw(long id) {
        database.inTransaction(() -> {
            if (store.requestCancel(id)) {
                Database.afterCommit(() -> {
                    runner.interrupt(id);
                    queue.hurry(id);
                });
            }
        });
    }

    /**
     * Asks once more for what a failed or cancelled job was to do.
     *
     * @return a new job
     * @throws ProblemException wrong state, when it has not failed or cannot be repeated
     */
    public Job retry(Caller caller, long id) {
        JobRecord job = changeable(caller, id);
        if (job.state() != Job.State.FAILED && job.state() != Job.State.CANCELLED) {
            throw new ProblemException(
                    ProblemType.WRONG_STATE,
                    "Job %d has not failed (%s).".formatted(id, job.state()),
                    "Only a job that failed or was cancelled can be retried.");
        }
        return retry(caller, job, kinds.of(job.kind()));
    }

    private static <R> Job retry(Caller caller, JobRecord job, JobKind<R> kind) {
        return kind.retry(caller, Json.read(job.request(), kind.requestType()));
    }

    /** Whether a job still works or waits to. */
    public boolean active(long id) {
        return store.find(id).filter(JobRecord::active).isPresent();
    }

    /** Whether a job is being worked at just now, by whatever server. */
    public boolean atWork(long id) {
        return queue.picked(id);
    }

    /** The newest job on each of these subjects, by subject. */
    public Map<String, Latest> latest(Collection<String> subjectIds) {
        return store.newestOf(subjectIds).stream()
                .map(job -> new Latest(job.subject().id(), job.id(), job.kind(), job.active()))
                .collect(Collectors.toMap(Latest::subjectId, Function.identity()));
    }

    /**
     * The newest job on something.
     *
     * @param active whether it still works or waits to
     */
    public record Latest(String subjectId, long jobId, String kind, boolean active) {}

    private JobRecord visible(Caller caller, long id) {
        return store.find(id)
                .filter(job -> sees(caller, job))
                .orElseThrow(() -> ProblemException.notFound("job", Long.toString(id)));
    }

    private boolean sees(Caller caller, JobRecord job) {
        String project = job.projectId();
        return project == null
                ? caller.mayActFor(job.ownerId())
                : caller.administrator() || access.role(caller, project).isPresent();
    }

    /** A job that the caller may end or repeat: it takes the same rights as to ask for it. */
    private JobRecord changeable(Caller caller, long id) {
        JobRecord job = visible(caller, id);
        String project = job.projectId();
        if (project != null) {
            access.require(caller, project, Need.USE, "job", Long.toString(id));
        }
        TokenRight right =
                switch (job.subject().type()) {
                    case "machine" -> TokenRight.MACHINES;
                    case "image" -> TokenRight.IMAGES;
                    default -> TokenRight.ADMINISTRATION;
                };
        if (!caller.scope().allows(right)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The API token does not have the right %s.".formatted(right),
                    "Use a token with that right, or sign in.");
        }
        return job;
    }

    private Job shown(long id) {
        return views.whole(store.findNow(id).orElseThrow(), store.stepsNow(id));
    }

    private static ProblemException busy(JobRecord other) {
        return new ProblemException(
                ProblemType.BUSY,
                "Job %d (%s) is at work on it.".formatted(other.id(), other.title()),
                "Wait until it has ended, or cancel it.");
    }
}
