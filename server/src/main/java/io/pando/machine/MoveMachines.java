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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves machines one after the other, each by a job of its own, which checks once more whether it can be. What cannot be moved any more is
 * passed over.
 */
final class MoveMachines implements Step<RebalanceRequest> {
    private static final Logger log = LoggerFactory.getLogger(MoveMachines.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final String MOVED = "moved";

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
    public Outcome run(StepContext<RebalanceRequest> context) throws InterruptedException {
        List<RebalanceRequest.Wanted> wanted = context.request().moves();
        List<String> passedOver = new ArrayList<>();
        for (int number = 0; number < wanted.size(); number++) {
            RebalanceRequest.Wanted move = wanted.get(number);
            String outcome = context.recall("outcome " + number).orElse(null);
            if (outcome == null) {
                outcome = move(context, number, move);
                context.remember("outcome " + number, outcome);
            }
            if (!outcome.equals(MOVED)) {
                passedOver.add("%s was not: %s".formatted(move.machine(), outcome));
            }
        }
        return Outcome.of("%d of %d machines moved%s"
                .formatted(
                        wanted.size() - passedOver.size(),
                        wanted.size(),
                        passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver)));
    }

    private String move(StepContext<RebalanceRequest> context, int number, RebalanceRequest.Wanted move)
            throws InterruptedException {
        Caller caller = administrator(context);
        int all = context.request().moves().size();
        Job job;
        try {
            // Asked for again after a crash, it is the same job.
            job = moves.get()
                    .submit(
                            caller,
                            move.machineId(),
                            new MoveMachine(move.hostId()),
                            "rebalance-%d-%d".formatted(context.jobId(), number));
        } catch (ProblemException refused) {
            return String.valueOf(refused.getMessage());
        }
        context.remember("job " + number, Long.toString(job.id()));
        while (jobs.active(job.id())) {
            context.progress(
                    100.0 * number / all,
                    "%s goes to %s, %d of %d, job %d"
                            .formatted(move.machine(), move.host(), number + 1, all, job.id()));
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        Job ended = jobs.find(caller, job.id());
        return ended.state() == Job.State.DONE
                ? MOVED
                : "job %d %s".formatted(job.id(), ended.state() == Job.State.CANCELLED ? "was cancelled" : "failed");
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
            context.recall("job " + number)
                    .map(Long::valueOf)
                    .filter(jobs::active)
                    .ifPresent(id -> end(caller, id));
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
