package io.pando.machine;

import io.pando.access.Caller;
import java.util.UUID;

/** Where a machine is, for features that reach into it. */
public interface MachineDirectory {

    /**
     * Finds a machine that the caller may use.
     *
     * @throws io.pando.problem.ProblemException not found, also when it is somebody else's
     */
    Located locate(Caller caller, String machineId);

    /**
     * A machine's place.
     *
     * @param running whether its last known state is running
     * @param incarnation changes when the machine is deleted and another takes its place; a right given for one does not hold for
     *     another
     */
    record Located(
            String machineId,
            String name,
            String ownerId,
            String hostId,
            UUID domain,
            boolean running,
            String incarnation) {}
}
