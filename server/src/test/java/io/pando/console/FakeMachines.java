package io.pando.console;

import io.pando.access.Caller;
import io.pando.machine.MachineDirectory;
import io.pando.problem.ProblemException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Machines that a test makes and changes. */
final class FakeMachines implements MachineDirectory {
    private final Map<String, Located> machines = new ConcurrentHashMap<>();

    String add(String ownerId) {
        String id = UUID.randomUUID().toString();
        machines.put(id, new Located(id, "lab", ownerId, "here", UUID.randomUUID(), true, "first"));
        return id;
    }

    UUID domain(String id) {
        return Objects.requireNonNull(machines.get(id)).domain();
    }

    void remove(String id) {
        machines.remove(id);
    }

    void change(String id, boolean running, String incarnation) {
        machines.computeIfPresent(
                id,
                (same, old) ->
                        new Located(id, old.name(), old.ownerId(), old.hostId(), old.domain(), running, incarnation));
    }

    @Override
    public Located locate(Caller caller, String machineId) {
        Located machine = machines.get(machineId);
        if (machine == null || !caller.mayActFor(machine.ownerId())) {
            throw ProblemException.notFound("machine", machineId);
        }
        return machine;
    }
}
