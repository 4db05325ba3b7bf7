package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Users;
import io.pando.api.Job;
import io.pando.api.MoveMachine;
import io.pando.api.ProblemType;
import io.pando.api.Role;
import io.pando.api.User;
import io.pando.job.Jobs;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves machines one after the other, each by a job of its own, which checks once more whether it can be. What cannot be moved any more is
 * passed over.
 */
final class MoveMachines implements Step<RebalanceRequest> {
    private static final Logger log = LoggerFactory.getLogger(MoveMachines.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final String MOVED = "moved";
    /** Remembered with the number of a move: the job that is at it, and how it ended. */
    private static final String JOB = "job ";

    private static final String OUTCOME = "outcome ";

    private final Jobs jobs;
    private final Users users;
    private final Supplier<MoveService> moves;

    MoveMachines(Jobs jobs, Users users, Supplier<MoveService> moves) {
        this.jobs = jobs;
        this.users = users;
        this.moves = moves;
    }

    @Override
    public String name() {
        return "move-machines";
    }

    @Override
    public String title() {
        return "Move the machines";
    }

    @Override
    public Outcome run(StepContext<RebalanceRequest> context) {
        List<RebalanceRequest.Wanted> wanted = context.request().moves();
        for (int number = 0; number < wanted.size(); number++) {
            OptionalLong job = move(context, number, wanted.get(number));
            if (job.isPresent()) {
                String goes = "%s goes to %s, %d of %d, job %d"
                        .formatted(
                                wanted.get(number).machine(),
                                wanted.get(number).host(),
                                number + 1,
                                wanted.size(),
                                job.getAsLong());
                context.progress(100.0 * number / wanted.size(), goes);
                return Outcome.later(LOOK_EVERY, goes);
            }
        }
        return Outcome.of(summary(context, wanted));
    }

    private static String summary(StepContext<RebalanceRequest> context, List<RebalanceRequest.Wanted> wanted) {
        List<String> passedOver = new ArrayList<>();
        for (int number = 0; number < wanted.size(); number++) {
            String outcome = context.recall(OUTCOME + number).orElseThrow();
            if (!outcome.equals(MOVED)) {
                passedOver.add("%s was not: %s".formatted(wanted.get(number).machine(), outcome));
            }
        }
        return "%d of %d machines moved%s"
                .formatted(
                        wanted.size() - passedOver.size(),
                        wanted.size(),
                        passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver));
    }

    /** Has one moved, and writes down how that has ended. The job that is at it; empty when it has ended. */
    private OptionalLong move(StepContext<RebalanceRequest> context, int number, RebalanceRequest.Wanted move) {
        if (context.recall(OUTCOME + number).isPresent()) {
            return OptionalLong.empty();
        }
        Caller caller = administrator(context);
        long id;
        try {
            id = job(context, caller, number, move);
        } catch (ProblemException refused) {
            context.remember(OUTCOME + number, String.valueOf(refused.getMessage()));
            return OptionalLong.empty();
        }
        if (jobs.active(id)) {
            return OptionalLong.of(id);
        }
        Job.State end = jobs.find(caller, id).state();
        context.remember(
                OUTCOME + number,
                end == Job.State.DONE
                        ? MOVED
                        : "job %d %s".formatted(id, end == Job.State.CANCELLED ? "was cancelled" : "failed"));
        return OptionalLong.empty();
    }

    private long job(StepContext<RebalanceRequest> context, Caller caller, int number, RebalanceRequest.Wanted move) {
        String begun = context.recall(JOB + number).orElse(null);
        if (begun != null) {
            return Long.parseLong(begun);
        }
        // Asked for again after a crash, it is the same job.
        long id = moves.get()
                .submit(
                        caller,
                        move.machineId(),
                        new MoveMachine(move.hostId()),
                        "rebalance-%d-%d".formatted(context.jobId(), number))
                .id();
        context.remember(JOB + number, Long.toString(id));
        return id;
    }

    private Caller administrator(StepContext<RebalanceRequest> context) {
        User owner = users.get(context.ownerId());
        if (owner.role() != Role.ADMINISTRATOR || owner.disabled()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "%s is not an administrator any more.".formatted(owner.name()),
                    "Have an administrator ask for it anew.");
        }
        return new Caller(owner.id(), owner.name(), owner.role(), "job-" + context.jobId());
    }

    /** What has been moved stays there. The move that is under way ends, and its machine stays where it was. */
    @Override
    public void undo(StepContext<RebalanceRequest> context) {
        User owner = users.get(context.ownerId());
        Caller caller = new Caller(owner.id(), owner.name(), Role.ADMINISTRATOR, "job-" + context.jobId());
        for (int number = 0; number < context.request().moves().size(); number++) {
            context.recall(JOB + number).map(Long::valueOf).filter(jobs::active).ifPresent(id -> end(caller, id));
        }
    }

    private void end(Caller caller, long jobId) {
        try {
            jobs.cancel(caller, jobId);
        } catch (ProblemException tooLate) {
            log.debug("Job {} ends by itself", jobId);
        }
    }
}
