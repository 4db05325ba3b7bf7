package io.pando.cli.machine;

import io.pando.api.Machine;
import io.pando.cli.invocation.Words;
import io.pando.cli.output.Column;
import io.pando.cli.output.Quantities;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What is shown of machines. */
final class MachineColumns {
    private MachineColumns() {}

    static List<Column<Machine>> at(Instant now) {
        return List.of(
                Column.listed("name", "Name", Machine::name),
                Column.listed("state", "State", MachineColumns::state),
                Column.listed("address", "Address", machine -> String.join(", ", machine.addresses())),
                Column.listed("image", "Image", Machine::image),
                Column.listed("host", "Host", Machine::host),
                Column.listed("age", "Age", machine -> Quantities.age(machine.createdAt(), now)),
                Column.further("id", "Id", Machine::id),
                Column.further("owner", "Owner", machine -> machine.owner().name()),
                Column.further(
                        "project", "Project", machine -> machine.project().name()),
                Column.further("copy", "Copy", machine -> machine.copy().name().toLowerCase(Locale.ROOT)),
                Column.further("vcpus", "Processors", machine -> Integer.toString(machine.vcpus())),
                Column.further("memory", "Memory", machine -> Quantities.bytes(machine.memoryMiB() * 1024L * 1024L)),
                Column.further("hostname", "Host name", Machine::hostname),
                Column.further("account", "Account", Machine::account),
                Column.further("domain", "Domain", Machine::domain),
                Column.further("uuid", "UUID", Machine::uuid),
                Column.further("disk", "Disk", Machine::disk),
                Column.further(
                        "firmware",
                        "Firmware",
                        machine -> Words.word(machine.hardware().firmware())),
                Column.further("pending", "Waits", machine -> machine.hardware().pending()),
                Column.further(
                        "created", "Created", machine -> machine.createdAt().toString()),
                Column.further(
                        "seen",
                        "State seen",
                        machine -> machine.stateSeenAt() == null
                                ? ""
                                : machine.stateSeenAt().toString()),
                Column.further(
                        "job",
                        "Job",
                        machine ->
                                machine.jobId() == null ? "" : machine.jobId().toString()),
                Column.further("problem", "Problem", Machine::problem));
    }

    private static String state(Machine machine) {
        String state = machine.state().name().toLowerCase(Locale.ROOT);
        if (machine.stale()) {
            return state + " (last known)";
        }
        return machine.busy() ? state + " (busy)" : state;
    }
}
