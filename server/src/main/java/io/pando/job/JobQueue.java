package io.pando.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.pando.configuration.PandoProperties;
import io.pando.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Says when jobs are carried on: db-scheduler's table keeps the times, and its heartbeats tell which server has died.
 *
 * <p>It triggers a job as a whole; the journal decides what there is left to do.
 */
@Component
class JobQueue implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobQueue.class);
    private static final String TASK = "job";

    private final Scheduler scheduler;
    private final CustomTask<Void> task;
    private final JobStore store;
    private final Database database;
    private final Clock clock;
    private volatile boolean running;

    JobQueue(PandoProperties properties, Database database, JobStore store, JobRunner runner, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.task = Tasks.custom(TASK, Void.class)
                .onDeadExecutionRevive()
                .execute((instance, context) -> carryOn(runner, Long.parseLong(instance.getId())));
        this.scheduler = Scheduler.create(database.dataSource(), task)
                .threads(properties.jobs().atOnce())
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("job-", 0).factory()))
                .pollingInterval(properties.jobs().poll())
                .heartbeatInterval(properties.jobs().heartbeat())
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(3))
                .build();
    }

    private CompletionHandler<Void> carryOn(JobRunner runner, long jobId) {
        Instant next;
        try {
            Optional<Instant> wait = runner.carryOn(jobId);
            if (wait.isEmpty()) {
                return (complete, operations) -> operations.remove();
            }
            next = wait.get();
        } catch (InterruptedException stopping) {
            // Not passed on to the thread, which ends here anyway: what follows has to reach the database.
            next = clock.instant();
        }
        Instant when = next;
        return (complete, operations) -> operations.reschedule(complete, when);
    }

    /** Queues a job, within the caller's transaction; it begins when that has committed. */
    void add(long jobId) {
        scheduler.scheduleIfNotExists(task.instance(Long.toString(jobId)), clock.instant());
        Database.afterCommit(() -> {
            if (running) {
                scheduler.triggerCheckForDueExecutions();
            }
        });
    }

    /** Whether a job is being carried on just now, by whatever server. */
    boolean picked(long jobId) {
        return database.writer()
                        .sql(
                                "SELECT count(*) FROM scheduled_tasks WHERE task_name = ? AND task_instance = ? AND picked")
                        .params(TASK, Long.toString(jobId))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Has a job that waits for its next attempt carried on now. */
    void hurry(long jobId) {
        try {
            scheduler.reschedule(TaskInstanceId.of(TASK, Long.toString(jobId)), clock.instant());
            scheduler.triggerCheckForDueExecutions();
        } catch (RuntimeException atWork) {
            log.debug("Job {} is at work already: {}", jobId, atWork.getMessage());
        }
    }

    @Override
    public void start() {
        if (database.embedded()) {
            // Nobody else can be at work on an embedded database: what a dead server held is free at once, without
            // waiting for its
            // heartbeats to be missed.
            database.writer()
                    .sql("UPDATE scheduled_tasks SET picked = 0, picked_by = NULL, execution_time = ? WHERE picked = 1")
                    .param(clock.millis())
                    .update();
        }
        store.activeIds()
                .forEach(id -> scheduler.scheduleIfNotExists(task.instance(Long.toString(id)), clock.instant()));
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
