package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.api.RenameMachine;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Gives a machine another name. Undone, it has its old one. */
@Component
class RenameMachineJob implements JobKind<RenameRequest> {
    static final String NAME = "machine.rename";

    private final List<Step<RenameRequest>> steps;
    private final MachineObserver observer;
    private final RenamingService service;

    RenameMachineJob(MachineWork work, MachineObserver observer, @Lazy RenamingService service) {
        this.steps = List.of(new RenameDomain(work));
        this.observer = observer;
        this.service = service;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<RenameRequest> requestType() {
        return RenameRequest.class;
    }

    @Override
    public List<Step<RenameRequest>> steps() {
        return steps;
    }

    @Override
    public void done(StepContext<RenameRequest> context) {
        observer.settle(context.subjectId());
    }

    @Override
    public void undone(StepContext<RenameRequest> context, Problem cause) {
        observer.settle(context.subjectId());
    }

    @Override
    public Job retry(Caller caller, RenameRequest request) {
        return service.submit(caller, request.machineId(), new RenameMachine(request.after()), null);
    }
}
