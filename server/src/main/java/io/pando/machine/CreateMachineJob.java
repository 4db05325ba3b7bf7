package io.pando.machine;

import io.pando.access.Caller;
import io.pando.access.Quotas;
import io.pando.api.CreateMachine;
import io.pando.api.Job;
import io.pando.api.Problem;
import io.pando.job.JobKind;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a machine for somebody: from the master's image to a running clone with a certificate. Undone, it leaves nothing. */
record CreateMachineJob(
        String name,
        List<Step<MachineRequest>> steps,
        MachineStore store,
        HardwareStore hardware,
        ScreenPictures pictures,
        MachineViews views,
        Quotas quotas,
        MachineCreation creation)
        implements JobKind<MachineRequest> {

    @Override
    public Class<MachineRequest> requestType() {
        return MachineRequest.class;
    }

    @Override
    public void done(StepContext<MachineRequest> context) {
        store.move(context.subjectId(), MachineState.PROVISIONING, MachineState.RUNNING, null);
        views.publish(context.subjectId());
    }

    @Override
    public void undone(StepContext<MachineRequest> context, Problem cause) {
        end(context, MachineState.DELETED, null);
        quotas.release(MachineRecord.charge(context.subjectId()));
        hardware.forget(context.subjectId());
    }

    /** Its bytes are still charged: somebody must be able to delete them. */
    @Override
    public void left(StepContext<MachineRequest> context, Problem cause) {
        end(
                context,
                MachineState.FAILED,
                "It could not be made, and not be taken away again: %s Delete it.".formatted(cause.detail()));
    }

    private void end(StepContext<MachineRequest> context, MachineState end, @Nullable String problem) {
        String id = context.subjectId();
        store.findNow(id).ifPresent(machine -> {
            store.move(id, machine.state(), MachineState.DELETING, null);
            store.move(id, MachineState.DELETING, end, problem);
        });
        pictures.forget(id);
        views.publish(id);
    }

    @Override
    public Job retry(Caller caller, MachineRequest request) {
        CreateMachine wanted = request.wanted();
        if (wanted == null) {
            throw new IllegalStateException("A creation always says what was wanted");
        }
        return creation.createAgain(caller, wanted);
    }
}
