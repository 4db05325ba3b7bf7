package io.pando.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.access.Caller;
import io.pando.access.Users;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import io.pando.database.EachDatabase;
import io.pando.database.TestDatabase;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** Jobs in the real queue on real databases; what their steps do is told by each test. */
@EachDatabase
@Timeout(60)
class JobsTest {
    private static final Map<TestDatabase, ConfigurableApplicationContext> SERVERS = new HashMap<>();

    private final ConfigurableApplicationContext server;
    private final Jobs jobs;
    private final Caller caller;

    JobsTest(TestDatabase database) {
        this.server = SERVERS.computeIfAbsent(database, JobsTest::start);
        this.jobs = server.getBean(Jobs.class);
        User admin = server.getBean(Users.class).findByName("admin").orElseThrow();
        this.caller = new Caller(admin.id(), admin.name(), Role.ADMINISTRATOR, "session");
    }

    private static ConfigurableApplicationContext start(TestDatabase database) {
        Map<String, Object> settings = new TreeMap<>(database.settings());
        settings.put("server.port", "0");
        settings.put("pando.jobs.poll", "100ms");
        settings.put("pando.access.administrator-password", "correct horse battery");
        return new SpringApplicationBuilder(JobServer.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(ConfigurableApplicationContext::close);
        SERVERS.clear();
    }

    @Test
    void doesItsStepsInOrderAndTellsEachOther() throws Exception {
        Script script = Script.begin();
        script.first.does(context -> {
            context.remember("answer", "42");
            return Outcome.of("first is done");
        });
        script.second.does(
                context -> Outcome.of("heard " + context.recall("answer").orElse("nothing")));

        Job job = ended(submit(script));

        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.percent()).isEqualTo(100);
        assertThat(job.steps()).extracting(Job.Step::detail).containsExactly("first is done", "heard 42", "third");
        assertThat(script.log).containsExactly("run first", "run second", "run third", "done");
    }

    @Test
    void undoesWhatWasBegunInReverseWhenAStepFails() throws Exception {
        Script script = Script.begin();
        script.second.does(context -> {
            throw new ProblemException(ProblemType.INVALID_IMAGE, "The disk is square.", "Use a round one.");
        });

        Job job = ended(submit(script));

        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.problem()).extracting(Problem::detail).isEqualTo("The disk is square.");
        assertThat(job.steps())
                .extracting(Job.Step::state)
                .containsExactly(Job.StepState.UNDONE, Job.StepState.UNDONE, Job.StepState.PENDING);
        assertThat(script.log)
                .containsExactly(
                        "run first", "run second", "undo second", "undo first", "undone because The disk is square.");
    }

    @Test
    void triesAgainWhatMayPass() throws Exception {
        Script script = Script.begin();
        AtomicInteger attempts = new AtomicInteger();
        script.first.does(context -> {
            if (attempts.incrementAndGet() < 3) {
                throw new Passing();
            }
            return Outcome.of("at last");
        });

        Job job = ended(submit(script));

        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.steps().getFirst().attempts()).isEqualTo(3);
    }

    /** More than the server has threads for jobs: what they wait for gets its turn all the same. */
    @Test
    void whatWaitsForAnotherJobGivesItsThreadBack() throws Exception {
        int threads = server.getBean(PandoProperties.class).jobs().atOnce();
        CountDownLatch allWait = new CountDownLatch(threads);
        CountDownLatch awaited = new CountDownLatch(1);
        List<Job> waiting = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            Script script = Script.begin();
            AtomicInteger runs = new AtomicInteger();
            script.first.does(context -> {
                if (runs.incrementAndGet() == 1) {
                    allWait.countDown();
                }
                return awaited.getCount() == 0
                        ? Outcome.of("at last")
                        : Outcome.later(Duration.ofMillis(10), "Waiting for another job");
            });
            waiting.add(submit(script));
        }
        allWait.await();
        Script other = Script.begin();
        other.first.does(context -> {
            awaited.countDown();
            return Outcome.of("done");
        });

        assertThat(ended(submit(other)).state()).isEqualTo(Job.State.DONE);
        for (Job job : waiting) {
            assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
        }
    }

    @Test
    void waitingIsShownAndIsNoFailedAttempt() throws Exception {
        Script script = Script.begin();
        // Many more than a step may fail.
        AtomicInteger left = new AtomicInteger(RetryPolicy.DOING.attempts() + 5);
        script.second.does(context -> left.getAndDecrement() > 0
                ? Outcome.later(Duration.ofDays(1), "Waiting for another job")
                : Outcome.of("after %d attempt".formatted(attempts(context))));
        Job job = submit(script);
        awaitWaiting(job, 1);
        // Nobody has to wait for a day here.
        JobRunner runner = server.getBean(JobRunner.class);
        while (jobs.find(caller, job.id()).finishedAt() == null) {
            runner.carryOn(job.id());
        }

        Job ended = ended(job);

        assertThat(ended.state()).isEqualTo(Job.State.DONE);
        assertThat(ended.steps().get(1).attempts()).isEqualTo(1);
        assertThat(ended.steps().get(1).detail()).isEqualTo("after 1 attempt");
    }

    private void awaitWaiting(Job job, int step) throws InterruptedException {
        BlockingQueue<Job> changes = server.getBean(Changes.class).of(job.id());
        while (!"Waiting for another job"
                .equals(jobs.find(caller, job.id()).steps().get(step).detail())) {
            assertThat(changes.poll(30, TimeUnit.SECONDS)).as("news").isNotNull();
        }
    }

    private int attempts(StepContext<?> context) {
        return server.getBean(JobStore.class).stepsNow(context.jobId()).get(1).attempts();
    }

    @Test
    void aJobThatWaitsIsCancelledAtOnce() throws Exception {
        Script script = Script.begin();
        script.first.does(context -> Outcome.later(Duration.ofDays(1), "Waiting for another job"));
        Job job = submit(script);
        awaitWaiting(job, 0);

        jobs.cancel(caller, job.id());

        assertThat(ended(job).state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void triesToUndoAgainUntilItWorks() throws Exception {
        Script script = Script.begin();
        script.second.does(context -> {
            throw new ProblemException(ProblemType.INVALID_IMAGE, "No.", null);
        });
        AtomicInteger attempts = new AtomicInteger();
        script.first.undoes(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new Passing();
            }
        });

        Job job = ended(submit(script));

        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whatCannotBeUndoneIsSaidToBeLeftOver() throws Exception {
        Script script = Script.begin();
        script.second.does(context -> {
            throw new ProblemException(ProblemType.INVALID_IMAGE, "No.", null);
        });
        script.second.undoes(() -> {
            throw new ProblemException(ProblemType.WRONG_STATE, "It is stuck.", null);
        });

        Job job = submit(script);
        script.awaitLog("undo second");
        // Between the attempts there are pauses, for which nobody has to wait here.
        JobRunner runner = server.getBean(JobRunner.class);
        while (jobs.find(caller, job.id()).finishedAt() == null) {
            runner.carryOn(job.id());
        }

        Job ended = jobs.find(caller, job.id());
        assertThat(ended.state()).isEqualTo(Job.State.FAILED);
        assertThat(ended.steps())
                .extracting(Job.Step::state)
                .containsExactly(Job.StepState.UNDONE, Job.StepState.LEFT, Job.StepState.PENDING);
        assertThat(ended.steps().get(1).problem()).contains("It is stuck.");
        assertThat(script.log).contains("left because No.").doesNotContain("undone because No.");
    }

    @Test
    void aCancelledJobIsInterruptedAndUndone() throws Exception {
        Script script = Script.begin();
        CountDownLatch working = new CountDownLatch(1);
        script.second.does(context -> {
            working.countDown();
            new CountDownLatch(1).await();
            return Outcome.of("never");
        });
        Job job = submit(script);
        working.await();

        jobs.cancel(caller, job.id());

        assertThat(ended(job).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(script.log).containsSubsequence("undo second", "undo first");
        assertThatThrownBy(() -> jobs.cancel(caller, job.id()))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.WRONG_STATE));
    }

    @Test
    void thereIsNoWayBackOnceSomethingIsBeingDestroyed() throws Exception {
        Script script = Script.begin();
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch working = new CountDownLatch(1);
        script.second.does(context -> {
            switch (attempts.incrementAndGet()) {
                case 1 -> throw new ProblemException(ProblemType.IN_USE, "Somebody holds it.", null);
                case 2 -> {
                    working.countDown();
                    // Until somebody cancels.
                    new CountDownLatch(1).await();
                }
                default -> {}
            }
            return Outcome.of("gone");
        });
        Job job = submit(DestroyingKind.NAME, script, null);
        working.await();

        jobs.cancel(caller, job.id());

        assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
        assertThat(attempts).hasValue(3);
        assertThat(script.log).contains("run third", "done").noneMatch(line -> line.startsWith("undo"));
    }

    /** As of a machine that has gone over to another host: from then on the step is tried again, and the job neither cancelled nor undone. */
    @Test
    void thereIsNoWayBackOnceAStepSaysSo() throws Exception {
        Script script = Script.begin();
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch working = new CountDownLatch(1);
        script.second.does(context -> {
            if (attempts.incrementAndGet() == 1) {
                context.noWayBack();
                working.countDown();
                // Until somebody cancels.
                new CountDownLatch(1).await();
            }
            return Outcome.of("gone over");
        });
        Job job = submit(script);
        working.await();

        jobs.cancel(caller, job.id());

        assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
        assertThat(attempts).hasValue(2);
        assertThat(script.log).contains("run third", "done").noneMatch(line -> line.startsWith("undo"));
    }

    /** As when the server stops in the middle of a step: the next one must do it again, and nothing before it. */
    @Test
    void repeatsTheStepThatWasAtWorkWhenTheServerStopped() throws Exception {
        Script script = Script.begin();
        AtomicInteger runs = new AtomicInteger();
        script.second.does(context -> {
            if (runs.incrementAndGet() == 1) {
                throw new InterruptedException("The server stops.");
            }
            return Outcome.of("second");
        });

        Job job = ended(submit(script));

        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(runs).hasValue(2);
        assertThat(script.log).containsOnlyOnce("run first");
    }

    @Test
    void whatNobodyForesawUndoesTheJobToo() throws Exception {
        Script script = Script.begin();
        script.second.does(context -> {
            throw new StackOverflowError();
        });

        Job job = ended(submit(script));

        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.problem()).extracting(Problem::type).isEqualTo(ProblemType.INTERNAL.uri());
        assertThat(script.log).containsSubsequence("undo second", "undo first");
    }

    @Test
    void aServerThatLostTheJobWritesNothingMore() throws Exception {
        Script script = Script.begin();
        JobStore store = server.getBean(JobStore.class);
        script.second.does(context -> {
            // Another server takes the job up while this one is still at it.
            store.takeUp(context.jobId());
            return Outcome.of("too late");
        });

        Job job = submit(script);
        script.awaitLog("run second");
        JobRecord stale = store.findNow(job.id()).orElseThrow();

        assertThatThrownBy(() -> store.remember(withFence(stale, stale.fence() - 1), Map.of()))
                .isInstanceOf(FenceLost.class);
        assertThat(store.stepsNow(job.id()).get(1).state()).isNotEqualTo(Job.StepState.DONE);
        jobs.cancel(caller, job.id());
    }

    @Test
    void theSameKeyGivesTheSameJobAndAnotherRequestIsRefused() throws Exception {
        Script script = Script.begin();
        String key = UUID.randomUUID().toString();
        IdempotencyKey first = IdempotencyKey.of(key, "test", "a");
        IdempotencyKey other = IdempotencyKey.of(key, "test", "b");

        Job once = jobs.once(caller, first, written -> submit(script, written));
        Job twice = jobs.once(caller, first, written -> submit(Script.begin(), written));

        assertThat(twice.id()).isEqualTo(once.id());
        assertThatThrownBy(() -> jobs.once(caller, other, written -> submit(Script.begin(), written)))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED));
        ended(once);
    }

    @Test
    void onlyOneJobAtATimeWorksOnAThing() throws Exception {
        Script script = Script.begin();
        CountDownLatch go = new CountDownLatch(1);
        script.first.does(context -> {
            go.await();
            return Outcome.of("first");
        });
        Job job = submit(script);

        List<Future<Job>> attempts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int attempt = 0; attempt < 20; attempt++) {
                attempts.add(threads.submit(() -> submit(script)));
            }
        }
        go.countDown();

        assertThat(attempts)
                .allSatisfy(attempt -> assertThatThrownBy(attempt::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.BUSY)));
        assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
    }

    @Test
    void somebodyElsesJobIsAnsweredLikeAnAbsentOne() throws Exception {
        Job job = ended(submit(Script.begin()));
        Caller stranger = new Caller("stranger", "stranger", Role.MEMBER, "session");

        assertThatThrownBy(() -> jobs.find(stranger, job.id()))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.NOT_FOUND));
        assertThat(jobs.list(stranger, null, "all", null, List.of(), new Paging(25, 0))
                        .items())
                .isEmpty();
    }

    @Test
    void learnsFromEarlierRunsHowLongStepsTake() throws Exception {
        Script script = Script.begin();
        ended(submit(script));

        assertThat(server.getBean(Estimates.class).steps(TestKind.NAME, script.id))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.seconds()).isNotNull().isNotNegative());
        assertThat(Estimates.total(server.getBean(Estimates.class).steps(TestKind.NAME, "unheard of")))
                .isNull();
    }

    private Job submit(Script script) {
        return submit(script, null);
    }

    private Job submit(Script script, @Nullable IdempotencyKey key) {
        return submit(TestKind.NAME, script, key);
    }

    private Job submit(String kind, Script script, @Nullable IdempotencyKey key) {
        return jobs.submit(new JobSubmission<>(
                kind,
                "Test " + script.id,
                caller.userId(),
                new Job.Subject("test", script.id, script.id),
                script.id,
                new TestKind.Request(script.id),
                null,
                key));
    }

    @Test
    void itsEndIsInTheAuditRecord() throws Exception {
        Script good = Script.begin();
        Script bad = Script.begin();
        bad.second.does(context -> {
            throw new ProblemException(ProblemType.INVALID_IMAGE, "The disk is square.", null);
        });
        Job done = ended(submitIn("project", good));
        Job failed = ended(submitIn("project", bad));

        assertThat(records(done)).containsExactly(List.of("DONE", "admin", good.id, "project", "none"));
        assertThat(records(failed)).containsExactly(List.of("FAILED", "admin", bad.id, "project", "invalid-image"));
    }

    private Job submitIn(String project, Script script) {
        return jobs.submit(new JobSubmission<>(
                TestKind.NAME,
                "Test " + script.id,
                caller.userId(),
                project,
                new Job.Subject("test", script.id, script.id),
                script.id,
                new TestKind.Request(script.id),
                null,
                null));
    }

    private List<List<String>> records(Job job) {
        return server.getBean(Database.class)
                .reader()
                .sql("SELECT outcome, actor_name, object_id, project_id, coalesce(problem, 'none') AS problem"
                        + " FROM audit_record WHERE job_id = ?")
                .param(job.id())
                .query((row, number) -> List.of(
                        row.getString("outcome"),
                        row.getString("actor_name"),
                        row.getString("object_id"),
                        row.getString("project_id"),
                        row.getString("problem")))
                .list();
    }

    private Job ended(Job job) throws InterruptedException {
        BlockingQueue<Job> changes = server.getBean(Changes.class).of(job.id());
        Job now = jobs.find(caller, job.id());
        while (now.finishedAt() == null) {
            Job told = changes.poll(30, TimeUnit.SECONDS);
            assertThat(told).as("news of job %d", job.id()).isNotNull();
            now = jobs.find(caller, job.id());
        }
        return now;
    }

    private static JobRecord withFence(JobRecord job, long fence) {
        return new JobRecord(
                job.id(),
                job.kind(),
                job.title(),
                job.state(),
                job.ownerId(),
                job.projectId(),
                job.subject(),
                job.variant(),
                job.request(),
                job.plan(),
                job.memory(),
                job.problem(),
                fence,
                job.cancelRequested(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt());
    }

    private static final class Passing extends ProblemException {
        private static final long serialVersionUID = 1L;

        Passing() {
            super(ProblemType.HOST_UNREACHABLE, "The host does not answer.", null);
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** The server with its jobs only. */
    @EnableAutoConfiguration
    @EnableConfigurationProperties(PandoProperties.class)
    @ComponentScan(
            basePackages = {
                "io.pando.database",
                "io.pando.secret",
                "io.pando.access",
                "io.pando.audit",
                "io.pando.job",
                "io.pando.web"
            })
    static class JobServer {}
}
