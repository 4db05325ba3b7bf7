package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.Fault;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.Plan;
import io.pando.api.SetLifetime;
import io.pando.database.Database;
import io.pando.job.Estimates;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import io.pando.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The rules about lifetimes: who uses a machine may give it more time, and when its time is over it is suspended. */
@Service
class LifetimeService {
    private static final Logger log = LoggerFactory.getLogger(LifetimeService.class);

    /** What could not be suspended is tried again, but not all the time. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    /** The rest follows at the next look. */
    static final int MOST_AT_ONCE = 50;

    private final MachineService machines;
    private final MachineStore store;
    private final MachineViews views;
    private final Jobs jobs;
    private final Estimates estimates;
    private final Database database;
    private final Clock clock;

    LifetimeService(
            MachineService machines,
            MachineStore store,
            MachineViews views,
            Jobs jobs,
            Estimates estimates,
            Database database,
            Clock clock) {
        this.machines = machines;
        this.store = store;
        this.views = views;
        this.jobs = jobs;
        this.estimates = estimates;
        this.database = database;
        this.clock = clock;
    }

    /** The machine stays as it is: who extends the time of one that was suspended starts it. */
    Machine set(Caller caller, String id, SetLifetime wanted) {
        MachineRecord machine = machines.require(caller, id);
        List<Fault> faults = Lifetimes.faults(wanted.expiresAt(), clock.instant());
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        database.inTransaction(() -> {
            store.recordEnd(machine.id(), wanted.expiresAt());
            views.publish(machine.id());
        });
        return machines.find(caller, id);
    }

    /**
     * Has machines suspended that run although their time is over. Several servers may do it at the same time, and it may be repeated at
     * any time: what there is to do is in the database.
     */
    void endWhatIsOver() {
        Instant now = clock.instant();
        for (MachineRecord machine : store.runningOver(now, now.minus(PATIENCE), MOST_AT_ONCE)) {
            try {
                database.inTransaction(() -> end(machine, now));
            } catch (ProblemException busy) {
                log.debug("The time of {} is over, and it is not suspended yet: {}", machine.id(), busy.getMessage());
            }
        }
    }

    /** It is its owner's job: nobody else has to see what becomes of it. */
    private void end(MachineRecord machine, Instant now) {
        if (!store.claimEnd(machine.id(), now, now.minus(PATIENCE))) {
            return;
        }
        List<Plan.PlannedStep> steps = estimates.steps(MachineJobs.SUSPEND, machine.imageId());
        jobs.submit(new JobSubmission<>(
                MachineJobs.SUSPEND,
                "Suspend machine %s: its time is over".formatted(machine.name()),
                machine.ownerId(),
                machine.projectId(),
                new Job.Subject("machine", machine.id(), machine.name()),
                machine.imageId(),
                MachineRequest.of(machine.id()),
                new Plan(
                        MachineJobs.SUSPEND,
                        "Suspend the machine %s".formatted(machine.name()),
                        true,
                        List.of(new Plan.Effect(
                                "Machine " + machine.name(), PowerAction.SUSPEND.effect(), "its time is over")),
                        steps,
                        Estimates.total(steps),
                        List.of(),
                        List.of()),
                null));
        views.publish(machine.id());
    }
}
