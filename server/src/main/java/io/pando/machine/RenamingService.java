package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Users;
import io.pando.api.Fault;
import io.pando.api.Job;
import io.pando.api.Plan;
import io.pando.api.ProblemType;
import io.pando.api.RenameMachine;
import io.pando.configuration.PandoProperties;
import io.pando.job.Estimates;
import io.pando.job.IdempotencyKey;
import io.pando.job.JobSubmission;
import io.pando.job.Jobs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about renaming machines. */
@Service
class RenamingService {
    private final MachineService machines;
    private final MachineStore store;
    private final MachineViews views;
    private final Users users;
    private final Jobs jobs;
    private final Estimates estimates;
    private final PandoProperties properties;

    RenamingService(
            MachineService machines,
            MachineStore store,
            MachineViews views,
            Users users,
            Jobs jobs,
            Estimates estimates,
            PandoProperties properties) {
        this.machines = machines;
        this.store = store;
        this.views = views;
        this.users = users;
        this.jobs = jobs;
        this.estimates = estimates;
        this.properties = properties;
    }

    /** What it would come to. Changes nothing. */
    Plan plan(Caller caller, String id, RenameMachine wanted) {
        MachineRecord machine = checked(caller, id);
        return plan(machine, request(machine, wanted), findings(machine, wanted.name()));
    }

    Job submit(Caller caller, String id, RenameMachine wanted, @Nullable String key) {
        machines.require(caller, id);
        return jobs.once(caller, IdempotencyKey.of(key, RenameMachineJob.NAME + " " + id, wanted), once -> {
            MachineRecord machine = checked(caller, id);
            ClonePlan.refuse(findings(machine, wanted.name()));
            RenameRequest request = request(machine, wanted);
            Job job = jobs.submit(new JobSubmission<>(
                    RenameMachineJob.NAME,
                    "Rename machine %s to %s".formatted(machine.name(), wanted.name()),
                    caller.userId(),
                    machine.projectId(),
                    new Job.Subject("machine", machine.id(), machine.name()),
                    machine.imageId(),
                    request,
                    plan(machine, request, List.of()),
                    once));
            views.publish(id);
            return job;
        });
    }

    private MachineRecord checked(Caller caller, String id) {
        MachineRecord machine = machines.require(caller, id);
        machines.refuseUnless(machine, MachineActions.Action.RENAME);
        return machine;
    }

    private RenameRequest request(MachineRecord machine, RenameMachine wanted) {
        return new RenameRequest(
                machine.id(),
                machine.name(),
                wanted.name(),
                machine.domainName(),
                MachineNames.domain(
                        properties.instance(), users.get(machine.ownerId()).name(), wanted.name()));
    }

    private List<ClonePlan.Finding> findings(MachineRecord machine, String name) {
        List<ClonePlan.Finding> findings = new ArrayList<>();
        if (name.equals(machine.name())) {
            findings.add(new ClonePlan.Finding(
                    ProblemType.INVALID_REQUEST,
                    new Fault("name", "That is its name already.", "Choose another name.")));
        } else {
            ClonePlan.checkName(name, taken -> store.nameTaken(machine.ownerId(), taken), findings);
        }
        return findings;
    }

    private Plan plan(MachineRecord machine, RenameRequest request, List<ClonePlan.Finding> findings) {
        boolean later = machine.state() == MachineState.RUNNING || machine.state() == MachineState.SUSPENDED;
        List<Plan.PlannedStep> steps = estimates.steps(RenameMachineJob.NAME, machine.imageId());
        List<Plan.Effect> effects = List.of(
                new Plan.Effect("Name", "%s instead of %s".formatted(request.after(), request.before()), null),
                new Plan.Effect(
                        "Domain",
                        request.domainAfter(),
                        later ? "from its next start: a running one cannot be renamed" : null),
                new Plan.Effect(
                        "Host name",
                        "%s, as before".formatted(machine.hostname()),
                        "the guest keeps its identity; change it there when you like"));
        return new Plan(
                RenameMachineJob.NAME,
                "Rename the machine %s to %s".formatted(request.before(), request.after()),
                findings.isEmpty(),
                findings.isEmpty() ? effects : List.of(),
                steps,
                Estimates.total(steps),
                findings.stream().map(ClonePlan.Finding::fault).toList(),
                List.of());
    }
}
