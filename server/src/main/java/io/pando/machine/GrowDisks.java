package io.pando.machine;

import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Enlarges disks. That is never taken back: a guest may have used the room at once, and cutting it off again would destroy what it has
 * written there.
 */
final class GrowDisks implements Step<HardwareRequest> {
    /** Names of the disks that have grown, or may have, with commas between. */
    static final String GROWN = "grown-disks";

    private final MachineWork work;

    GrowDisks(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "grow-disks";
    }

    @Override
    public String title() {
        return "Enlarge disks";
    }

    @Override
    public Outcome run(StepContext<HardwareRequest> context) {
        HardwareRequest request = context.request();
        MachineRecord machine = work.machine(request.machineId());
        List<String> grown = new ArrayList<>();
        context.remember(
                GROWN, larger(request).stream().map(Hardware.Disk::name).collect(Collectors.joining(",")));
        for (Hardware.Disk disk : larger(request)) {
            work.domains(machine).growDisk(machine.domainUuid(), disk.name(), disk.volume(), disk.size());
            grown.add("%s has %,d MiB".formatted(disk.name(), disk.size() >> 20));
        }
        return Outcome.of(grown.isEmpty() ? "no disk grows" : String.join(", ", grown));
    }

    /** The disks that are to be larger than they were. */
    static List<Hardware.Disk> larger(HardwareRequest request) {
        return request.after().disks().stream()
                .filter(disk -> request.before()
                        .disk(disk.name())
                        .filter(former -> former.size() < disk.size())
                        .isPresent())
                .toList();
    }
}
