package io.pando.cli.machine;

import io.pando.api.Machine;
import io.pando.cli.invocation.Words;
import io.pando.cli.output.Column;
import io.pando.cli.output.Quantities;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
                Column.listed("left", "Left", machine -> left(machine, now)),
                Column.further("labels", "Labels", machine -> String.join(" ", machine.labels())),
                Column.further(
                        "until",
                        "Until",
                        machine -> machine.expiresAt() == null
                                ? ""
                                : machine.expiresAt().toString()),
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

    /** What it has left of its time; empty where it has all the time. */
    private static String left(Machine machine, Instant now) {
        Instant end = machine.expiresAt();
        if (end == null) {
            return "";
        }
        return end.isAfter(now)
                ? Quantities.age(now, end) + (reminder(machine, now).isEmpty() ? "" : " (soon over)")
                : "over";
    }

    /** What is to be said where its time is over soon, or is over. */
    static Optional<String> reminder(Machine machine, Instant now) {
        Instant end = machine.expiresAt();
        Instant remind = machine.remindAt();
        if (end == null || remind == null || now.isBefore(remind)) {
            return Optional.empty();
        }
        return Optional.of((end.isAfter(now) ? "Its time is over in " + Quantities.age(now, end) : "Its time is over")
                + "; `pando machine extend " + machine.name() + " 2d` gives it more.");
    }

    private static String state(Machine machine) {
        String state = machine.state().name().toLowerCase(Locale.ROOT);
        if (machine.stale()) {
            return state + " (last known)";
        }
        return machine.busy() ? state + " (busy)" : state;
    }
}
