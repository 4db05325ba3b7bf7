package io.pando.machine;

import io.pando.guest.FileSystemGrowth;
import io.pando.guest.GuestException;
import io.pando.guest.GuestSession;
import io.pando.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Has guests enlarge the file systems on disks that have grown. */
@Component
class FileSystems {
    private final MachineWork work;

    FileSystems(MachineWork work) {
        this.work = work;
    }

    /**
     * What came of it.
     *
     * @param asked whether the guest was asked; what it cannot do then, it cannot do later either
     * @param detail for people
     */
    record Growth(boolean asked, String detail) {}

    /** @param patience how long to wait for the guest to answer */
    Growth grow(MachineRecord machine, List<String> disks, Duration patience, Consumer<String> progress)
            throws InterruptedException {
        List<String> details = new ArrayList<>();
        try (GuestSession session = work.open(machine, patience, progress)) {
            for (String disk : disks) {
                progress.accept("Enlarging the file system on " + disk);
                details.add(FileSystemGrowth.of(session, disk));
            }
            return new Growth(true, String.join("; ", details));
        } catch (GuestException | HostException silent) {
            return new Growth(
                    false,
                    "the disk has grown, the file system not yet (%s); that is tried again at the next start"
                            .formatted(silent.getMessage()));
        }
    }
}
