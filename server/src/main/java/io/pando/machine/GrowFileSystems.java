package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.time.Duration;
import java.util.List;

/**
 * Has a running guest enlarge the file systems on disks that have grown. A guest that cannot do that fails nothing: its disks have
 * grown all the same, and it is asked again at the next start.
 */
final class GrowFileSystems implements Step<HardwareRequest> {
    /** Remembered when no file system lags behind its disk any more. */
    static final String GROWN = "grown";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MachineWork work;
    private final FileSystems fileSystems;

    GrowFileSystems(MachineWork work, FileSystems fileSystems) {
        this.work = work;
        this.fileSystems = fileSystems;
    }

    @Override
    public String name() {
        return "grow-file-systems";
    }

    @Override
    public String title() {
        return "Have the guest enlarge its file systems";
    }

    @Override
    public double weight() {
        return 2;
    }

    @Override
    public Outcome run(StepContext<HardwareRequest> context) throws InterruptedException {
        HardwareRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        List<String> disks = request.after().disks().stream()
                .filter(Hardware.Disk::growing)
                .map(Hardware.Disk::name)
                .toList();
        if (disks.isEmpty()) {
            context.remember(GROWN, "yes");
            return Outcome.of("no disk has grown");
        }
        if (!work.running(machine)) {
            return Outcome.of("when the machine is started");
        }
        FileSystems.Growth growth =
                fileSystems.grow(machine, disks, PATIENCE, waiting -> context.progress(10, waiting));
        if (growth.asked()) {
            context.remember(GROWN, "yes");
        }
        return Outcome.of(growth.detail());
    }
}
