package io.pando.machine;

import io.pando.host.Disks;
import io.pando.job.Outcome;
import io.pando.job.Step;
import io.pando.job.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** Makes the disks that the machine is to have and does not have yet, and copies the disc that is to be inserted. */
final class MakeVolumes implements Step<HardwareRequest> {
    private final MachineWork work;

    MakeVolumes(MachineWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "make-volumes";
    }

    @Override
    public String title() {
        return "Make what is new";
    }

    @Override
    public String intent(StepContext<HardwareRequest> context) {
        List<String> volumes = added(context.request());
        return volumes.isEmpty() ? "Nothing has to be made" : "Make " + String.join(", ", volumes);
    }

    /** Names of the volumes that are in the new hardware and not in the old. */
    static List<String> added(HardwareRequest request) {
        return request.after().volumesBeyond(request.before());
    }

    @Override
    public Outcome run(StepContext<HardwareRequest> context) {
        HardwareRequest request = context.request();
        List<String> added = added(request);
        if (added.isEmpty()) {
            return Outcome.of("nothing to make");
        }
        Disks disks = work.disks(work.machine(request.machineId()));
        for (Hardware.Disk disk : request.after().disks()) {
            if (added.contains(disk.volume())) {
                disks.createEmpty(disk.volume(), disk.size());
            }
        }
        Hardware.Cd cd = request.after().cd();
        String disc = request.disc();
        if (cd != null && cd.volume() != null && disc != null && added.contains(cd.volume())) {
            try (FileChannel content = work.discs().open(Path.of(disc))) {
                long size = content.size();
                disks.upload(
                        cd.volume(),
                        content,
                        copied -> context.progress(
                                100.0 * copied / Math.max(1, size),
                                "%d of %d MiB".formatted(copied >> 20, size >> 20)));
            } catch (IOException failure) {
                throw new UncheckedIOException("The disc cannot be read", failure);
            }
        }
        return Outcome.of(String.join(", ", added));
    }

    @Override
    public void undo(StepContext<HardwareRequest> context) {
        Disks disks = work.disks(work.machine(context.request().machineId()));
        added(context.request()).forEach(disks::delete);
    }
}
