package io.pando.machine;

import io.pando.api.ProblemType;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import io.pando.problem.ProblemException;

/** Gives a machine another name, here and on its host; a domain that runs gets its name at its next start. */
final class RenameDomain implements Step<RenameRequest> {
    private final MachineWork work;

    RenameDomain(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "rename";
    }

    @Override
    public String title() {
        return "Rename it";
    }

    @Override
    public String intent(StepContext<RenameRequest> context) {
        return "Rename %s to %s"
                .formatted(context.request().domainBefore(), context.request().domainAfter());
    }

    @Override
    public Outcome run(StepContext<RenameRequest> context) {
        RenameRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        boolean later = work.running(machine) || machine.state() == MachineState.SUSPENDED;
        if (!later) {
            work.domains(machine).rename(machine.domainUuid(), request.domainAfter());
        }
        return Outcome.of(
                later ? "its domain is renamed at its next start" : "its domain is " + request.domainAfter(), () -> {
                    if (!work.store().rename(machine.id(), request.after(), request.domainAfter())) {
                        throw new ProblemException(
                                ProblemType.NAME_TAKEN,
                                "There is a machine %s by now.".formatted(request.after()),
                                "Choose another name.");
                    }
                });
    }

    @Override
    public void undo(StepContext<RenameRequest> context) {
        RenameRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        if (!work.running(machine)) {
            work.domains(machine).rename(machine.domainUuid(), machine.domainName());
        }
    }
}
