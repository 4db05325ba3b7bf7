package io.pando.machine;

import io.pando.api.StopMachine;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the guest to shut down, and cuts the power when it does not; or cuts it at once. */
final class StopDomain implements Step<MachineRequest> {
    static final int GRACE_SECONDS = 60;

    private final MachineWork work;
    private final boolean staysOff;

    /** @param staysOff whether the machine counts as stopped afterwards; not when it is started again at once */
    StopDomain(MachineWork work, boolean staysOff) {
        this.work = work;
        this.staysOff = staysOff;
    }

    @Override
    public String name() {
        return "shut-down";
    }

    @Override
    public String title() {
        return "Shut it down";
    }

    @Override
    public double weight() {
        return 5;
    }

    @Override
    public Outcome run(StepContext<MachineRequest> context) throws InterruptedException {
        MachineRecord machine = work.machine(context);
        Duration grace = grace(context.request().stop());
        long began = System.nanoTime();
        boolean byItself = work.stop(
                machine,
                grace,
                waiting ->
                        context.progress(100.0 * (System.nanoTime() - began) / Math.max(1, grace.toNanos()), waiting));
        String detail = byItself
                ? "the guest shut down"
                : grace.isZero()
                        ? "power cut"
                        : "power cut, because the guest did not shut down within %d s".formatted(grace.toSeconds());
        return Outcome.of(detail, () -> {
            if (staysOff && machine.state().mayBecome(MachineState.STOPPED)) {
                work.store().move(machine.id(), machine.state(), MachineState.STOPPED, null);
            }
        });
    }

    private static Duration grace(@Nullable StopMachine stop) {
        if (stop != null && Boolean.TRUE.equals(stop.force())) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(stop == null || stop.graceSeconds() == null ? GRACE_SECONDS : stop.graceSeconds());
    }
}
