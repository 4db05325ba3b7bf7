package io.pando.machine;

import io.pando.api.Firmware;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The volumes that go with a machine to another host. Pure.
 *
 * @param sent layers that a running machine writes to: libvirt sends their content along with its memory
 * @param copied what does not change meanwhile
 * @param variables of these, the one with its firmware's variables, which is only there once it was started; empty for BIOS
 */
record MovedVolumes(List<String> sent, List<String> copied, List<String> variables) {
    MovedVolumes {
        sent = List.copyOf(sent);
        copied = List.copyOf(copied);
        variables = List.copyOf(variables);
    }

    static MovedVolumes of(MachineRecord machine, Hardware made, List<SnapshotRecord> snapshots, boolean live) {
        List<String> written = made.disks().stream().map(Hardware.Disk::volume).toList();
        Set<String> still = new LinkedHashSet<>();
        snapshots.forEach(snapshot -> still.addAll(snapshot.volumes()));
        still.addAll(made.volumes());
        List<String> variables =
                made.firmware() == Firmware.BIOS ? List.of() : List.of(MachineNames.variables(machine.id()));
        if (live) {
            written.forEach(still::remove);
            // The firmware keeps its variables in memory while it runs, and writes them down anew where it arrives.
            return new MovedVolumes(written, List.copyOf(still), variables);
        }
        still.addAll(variables);
        return new MovedVolumes(List.of(), List.copyOf(still), variables);
    }

    List<String> all() {
        Set<String> all = new LinkedHashSet<>(copied);
        all.addAll(sent);
        all.addAll(variables);
        return new ArrayList<>(all);
    }

    /**
     * Room that all of them take.
     *
     * @param stored room that the volume of a name takes, bytes
     */
    long bytes(ToLongFunction<String> stored) {
        return all().stream().mapToLong(stored).sum();
    }
}
