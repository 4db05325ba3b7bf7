package io.pando.job;

import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.database.Database;
import io.pando.problem.ProblemException;
import io.pando.problem.ProblemTranslation;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries a job on from wherever its journal says it is: through the steps that are not done or, once it has failed or was cancelled,
 * back through those that were begun.
 */
@Component
class JobRunner {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private static final Set<Job.StepState> NOTHING_TO_UNDO =
            Set.of(Job.StepState.PENDING, Job.StepState.UNDONE, Job.StepState.LEFT);

    private final JobStore store;
    private final JobKinds kinds;
    private final Database database;
    private final JobViews views;
    private final List<JobProbe> probes;
    private final List<ProblemTranslation> translations;
    private final Clock clock;

    /** Jobs whose steps this server does just now, by the thread that does them, to be interrupted when they are cancelled. */
    private final Map<Long, Thread> doing = new ConcurrentHashMap<>();

    JobRunner(
            JobStore store,
            JobKinds kinds,
            Database database,
            JobViews views,
            List<JobProbe> probes,
            List<ProblemTranslation> translations,
            Clock clock) {
        this.store = store;
        this.kinds = kinds;
        this.database = database;
        this.views = views;
        this.probes = probes;
        this.translations = translations;
        this.clock = clock;
    }

    /**
     * Carries the job on until it ends or has to wait.
     *
     * @return when to be called again; empty when the job has ended
     * @throws InterruptedException when this server stops; another call carries on
     */
    Optional<Instant> carryOn(long jobId) throws InterruptedException {
        Optional<JobRecord> taken = store.takeUp(jobId);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        JobRecord job = taken.get();
        try {
            return carryOn(job, kinds.of(job.kind()));
        } catch (FenceLost lost) {
            log.warn("{}", lost.getMessage());
            return Optional.empty();
        } finally {
            views.publish(jobId);
        }
    }

    /** Interrupts the step that is at work, where this server does it. */
    void interrupt(long jobId) {
        doing.computeIfPresent(jobId, (id, thread) -> {
            thread.interrupt();
            return thread;
        });
    }

    private <R> Optional<Instant> carryOn(JobRecord job, JobKind<R> kind) throws InterruptedException {
        Work<R> work = new Work<>(job, Json.read(job.request(), kind.requestType()));
        if (job.state() == Job.State.RUNNING) {
            for (StepRecord row : store.stepsNow(job.id())) {
                if (row.state() == Job.StepState.DONE) {
                    work.noWayBack |= step(kind, row).destroys();
                    continue;
                }
                Step<R> step = step(kind, row);
                work.noWayBack |= step.destroys() && row.state() != Job.StepState.PENDING;
                Next next = cancelled(work) ? new Next.Undo(null) : attempt(work, row, step);
                switch (next) {
                    case Next.Go go -> {}
                    case Next.Wait wait -> {
                        return Optional.of(wait.until());
                    }
                    case Next.Undo undo -> {
                        store.beginUndo(job, undo.cause());
                        return undo(work, kind);
                    }
                }
            }
            database.inTransaction(() -> {
                store.end(job, Job.State.DONE);
                kind.done(work);
                views.ended(job, Job.State.DONE, null);
            });
            return Optional.empty();
        }
        return undo(work, kind);
    }

    /** By its name: a release that a job outlives may have put other steps before it. */
    private static <R> Step<R> step(JobKind<R> kind, StepRecord row) {
        return kind.steps().stream()
                .filter(step -> step.name().equals(row.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Jobs of the kind %s no longer have a step %s".formatted(kind.name(), row.name())));
    }

    /** What follows from an attempt at a step. */
    private sealed interface Next {
        record Go() implements Next {}

        record Wait(Instant until) implements Next {}

        /** @param cause null when somebody cancelled */
        record Undo(@Nullable Problem cause) implements Next {}
    }

    private <R> Next attempt(Work<R> work, StepRecord row, Step<R> step) throws InterruptedException {
        JobRecord job = work.job;
        work.row = row;
        probe(job, step, JobProbe.Boundary.BEFORE_INTENT);
        try {
            store.beginStep(job, row, Job.StepState.RUNNING, step.intent(work));
            work.noWayBack |= step.destroys();
            views.publish(job.id());
            probe(job, step, JobProbe.Boundary.AFTER_INTENT);
            Outcome outcome = runInterruptibly(work, step);
            switch (outcome) {
                case Outcome.Done done -> {
                    probe(job, step, JobProbe.Boundary.AFTER_RUN);
                    database.inTransaction(() -> {
                        store.endStep(job, row, Job.StepState.DONE, done.detail(), null);
                        done.record().run();
                    });
                    views.publish(job.id());
                }
                case Outcome.Later later -> {
                    store.noteWaiting(job, row, later.waitingFor());
                    return new Next.Wait(clock.instant().plus(later.pause()));
                }
            }
        } catch (FenceLost lost) {
            throw lost;
        } catch (InterruptedException | RuntimeException | Error failure) {
            return afterFailure(work, row, step, failure);
        }
        probe(job, step, JobProbe.Boundary.AFTER_COMMIT);
        return new Next.Go();
    }

    private <R> Outcome runInterruptibly(Work<R> work, Step<R> step) throws InterruptedException {
        long jobId = work.job.id();
        doing.put(jobId, Thread.currentThread());
        try {
            // Whoever cancelled before the line above found no thread to interrupt.
            if (cancelled(work)) {
                throw new JobCancelled();
            }
            return step.run(work);
        } finally {
            doing.remove(jobId);
        }
    }

    private boolean cancelled(Work<?> work) {
        return !work.noWayBack && store.cancelRequested(work.job.id());
    }

    private Next afterFailure(Work<?> work, StepRecord row, Step<?> step, Throwable failure)
            throws InterruptedException {
        JobRecord job = work.job;
        // Cleared so that what follows can use the database; it is looked at by its cause instead.
        boolean interrupted = Thread.interrupted() || failure instanceof InterruptedException;
        if (cancelled(work)) {
            database.inTransaction(() -> store.endStep(job, row, Job.StepState.FAILED, null, "Cancelled."));
            return new Next.Undo(null);
        }
        if (interrupted && work.noWayBack && store.cancelRequested(job.id())) {
            // Too late to be cancelled.
            return new Next.Wait(clock.instant());
        }
        if (interrupted) {
            throw new InterruptedException("This server stops; job " + job.id() + " is carried on by the next one");
        }
        ProblemException refusal = refusal(failure);
        Problem problem = refusal.problem();
        if (work.noWayBack || (refusal.passing() && RetryPolicy.DOING.again(row.attempts() + 1))) {
            log.info("Job {} step {}: {} Trying again.", job.id(), step.name(), problem.detail());
            store.noteFailure(job, row, problem.detail());
            return new Next.Wait(clock.instant().plus(RetryPolicy.DOING.pause(row.attempts() + 1)));
        }
        log.info("Job {} step {} failed: {}", job.id(), step.name(), problem.detail());
        database.inTransaction(() -> store.endStep(job, row, Job.StepState.FAILED, null, problem.detail()));
        return new Next.Undo(problem);
    }

    private <R> Optional<Instant> undo(Work<R> work, JobKind<R> kind) throws InterruptedException {
        JobRecord job = work.job;
        views.publish(job.id());
        List<StepRecord> begun = store.stepsNow(job.id()).reversed().stream()
                .filter(row -> !NOTHING_TO_UNDO.contains(row.state()))
                .toList();
        for (StepRecord row : begun) {
            work.row = row;
            Optional<Instant> wait = undo(work, row, step(kind, row));
            if (wait.isPresent()) {
                return wait;
            }
        }
        endUndone(work, kind);
        return Optional.empty();
    }

    private <R> void endUndone(Work<R> work, JobKind<R> kind) {
        JobRecord job = work.job;
        Problem failure = store.findNow(job.id())
                .map(JobRecord::problem)
                .map(json -> Json.read(json, Problem.class))
                .orElse(null);
        Job.State end = failure == null ? Job.State.CANCELLED : Job.State.FAILED;
        Problem cause = failure == null ? cancelled() : failure;
        boolean left = store.stepsNow(job.id()).stream().anyMatch(row -> row.state() == Job.StepState.LEFT);
        database.inTransaction(() -> {
            store.end(job, end);
            if (left) {
                kind.left(work, cause);
            } else {
                kind.undone(work, cause);
            }
            views.ended(job, end, failure);
        });
    }

    private <R> Optional<Instant> undo(Work<R> work, StepRecord row, Step<R> step) throws InterruptedException {
        JobRecord job = work.job;
        probe(job, step, JobProbe.Boundary.BEFORE_UNDO);
        String intent = row.intent() == null ? step.title() : row.intent();
        int attempts = row.state() == Job.StepState.UNDOING ? row.attempts() + 1 : 1;
        try {
            store.beginStep(job, row, Job.StepState.UNDOING, intent);
            views.publish(job.id());
            step.undo(work);
            database.inTransaction(() -> store.endStep(job, row, Job.StepState.UNDONE, null, row.problem()));
        } catch (FenceLost | InterruptedException passedOn) {
            throw passedOn;
        } catch (RuntimeException | Error failure) {
            ProblemException refusal = refusal(failure);
            log.warn("Job {} cannot undo step {}: {}", job.id(), step.name(), refusal.getMessage());
            if (refusal.passing() || RetryPolicy.UNDOING.again(attempts)) {
                store.noteFailure(job, row, refusal.problem().detail());
                return Optional.of(clock.instant().plus(RetryPolicy.UNDOING.pause(attempts)));
            }
            String left = "Could not be undone: " + refusal.problem().detail();
            database.inTransaction(() -> store.endStep(job, row, Job.StepState.LEFT, null, left));
        }
        probe(job, step, JobProbe.Boundary.AFTER_UNDO);
        return Optional.empty();
    }

    /** What a failure means to people; what nobody foresaw goes to the log in full. */
    private ProblemException refusal(Throwable failure) {
        if (failure instanceof ProblemException refused) {
            return refused;
        }
        for (ProblemTranslation translation : translations) {
            ProblemException translated = translation.translate(failure);
            if (translated != null) {
                return translated;
            }
        }
        log.error("A step failed unexpectedly", failure);
        return new ProblemException(
                ProblemType.INTERNAL,
                "Pando failed unexpectedly (%s).".formatted(failure.getClass().getSimpleName()),
                "The server's log says more; trying again may help.",
                List.of(),
                failure);
    }

    private static Problem cancelled() {
        return Problem.of(ProblemType.WRONG_STATE, "The job was cancelled.", null, List.of());
    }

    private void probe(JobRecord job, Step<?> step, JobProbe.Boundary boundary) {
        for (JobProbe probe : probes) {
            probe.reached(job.id(), job.kind(), step.name(), boundary);
        }
    }

    /** A job at work. */
    private final class Work<R> implements StepContext<R> {
        private static final long QUIET_NANOS = 500_000_000L;
        private static final String NO_WAY_BACK = "no-way-back";

        private final JobRecord job;
        private final R request;
        private final Map<String, String> memory;
        private @Nullable StepRecord row;
        /** Whether a step has begun what cannot be brought back, or says that there is no way back. */
        private boolean noWayBack;

        private long written = System.nanoTime() - QUIET_NANOS;

        Work(JobRecord job, R request) {
            this.job = job;
            this.request = request;
            this.memory = new HashMap<>(Json.readMemory(job.memory()));
            this.noWayBack = memory.containsKey(NO_WAY_BACK);
        }

        @Override
        public long jobId() {
            return job.id();
        }

        @Override
        public String ownerId() {
            return job.ownerId();
        }

        @Override
        public R request() {
            return request;
        }

        @Override
        public String subjectId() {
            return job.subject().id();
        }

        @Override
        public void progress(double percent, String detail) {
            StepRecord current = row;
            if (current == null || System.nanoTime() - written < QUIET_NANOS) {
                return;
            }
            written = System.nanoTime();
            store.progress(job, current, Math.clamp(percent, 0, 100), detail);
            views.publish(job.id());
            if (store.cancelRequested(job.id())) {
                throw new JobCancelled();
            }
        }

        @Override
        public Optional<String> recall(String key) {
            return Optional.ofNullable(memory.get(key));
        }

        @Override
        public void noWayBack() {
            remember(NO_WAY_BACK, "yes");
            noWayBack = true;
        }

        @Override
        public void remember(String key, String value) {
            memory.put(key, value);
            store.remember(job, memory);
        }
    }
}
