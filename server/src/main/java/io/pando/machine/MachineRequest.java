package io.pando.machine;

import io.pando.api.CreateMachine;
import io.pando.api.StopMachine;
import org.jspecify.annotations.Nullable;

/**
 * What a job on a machine is asked for; everything else is in the machine's row.
 *
 * @param wanted of a creation, with the password sealed; null otherwise
 * @param stop of a stop or restart; null otherwise
 * @param token sealed, by which a machine proves itself whose seed was decided upon with the request; null otherwise
 */
record MachineRequest(
        String machineId,
        @Nullable CreateMachine wanted,
        @Nullable StopMachine stop,
        @Nullable String token) {

    MachineRequest(String machineId, @Nullable CreateMachine wanted, @Nullable StopMachine stop) {
        this(machineId, wanted, stop, null);
    }

    static MachineRequest of(String machineId) {
        return new MachineRequest(machineId, null, null);
    }
}
