package io.pando.machine;

import io.pando.access.Users;
import io.pando.host.DomainSpecification;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;

/** Registers the clone with its host (mission A5), with identifiers of its own. */
final class DefineDomain implements Step<MachineRequest> {
    private final MachineWork work;
    private final Users users;

    DefineDomain(MachineWork work, Users users) {
        this.work = work;
        this.users = users;
    }

    @Override
    public String name() {
        return "define-domain";
    }

    @Override
    public String title() {
        return "Register it with the host";
    }

    @Override
    public double weight() {
        return 0.2;
    }

    @Override
    public String intent(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        return "Define %s (%s)".formatted(machine.domainName(), machine.domainUuid());
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        work.domains(machine)
                .define(new DomainSpecification(
                        machine.domainUuid(),
                        machine.domainName(),
                        machine.name(),
                        machine.id(),
                        users.get(machine.ownerId()).name(),
                        machine.vcpus(),
                        machine.memoryMiB(),
                        machine.disk(),
                        machine.mac(),
                        // It still says that it is its master: it must not be heard on the network before that has
                        // changed.
                        false,
                        machine.serial(),
                        machine.generationId()));
        return Outcome.of("registered as " + machine.domainName());
    }

    @Override
    public void undo(StepContext<MachineRequest> context) {
        MachineRecord machine = work.machine(context);
        if (work.domains(machine).find(machine.domainUuid()).isPresent()) {
            work.domains(machine).powerOff(machine.domainUuid());
        }
        work.domains(machine).undefine(machine.domainUuid());
    }
}
