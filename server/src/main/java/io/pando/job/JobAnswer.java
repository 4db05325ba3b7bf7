package io.pando.job;

import io.pando.api.Job;
import io.pando.api.Plan;
import java.net.URI;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;

/** How every changing call answers: 200 with the plan when only that was asked for, else 202 with the job. */
public final class JobAnswer {
    private JobAnswer() {}

    /**
     * Answers a changing call.
     *
     * @param dryRun whether only the plan is wanted
     * @param plan what would be done
     * @param submit does it
     */
    public static ResponseEntity<Object> of(boolean dryRun, Supplier<Plan> plan, Supplier<Job> submit) {
        if (dryRun) {
            return ResponseEntity.ok(plan.get());
        }
        Job job = submit.get();
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/jobs/" + job.id()))
                .body(job);
    }
}
