package io.pando.job;

import io.pando.api.Job;
import io.pando.event.Changed;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Hears what is told of jobs, so that tests can wait for news instead of for time. */
@Component
class Changes {
    private final Map<Long, BlockingQueue<Job>> news = new ConcurrentHashMap<>();

    BlockingQueue<Job> of(long jobId) {
        return news.computeIfAbsent(jobId, id -> new LinkedBlockingQueue<>());
    }

    @TransactionalEventListener(fallbackExecution = true)
    void hear(Changed changed) {
        if (changed.object() instanceof Job job) {
            of(job.id()).add(job);
        }
    }
}
