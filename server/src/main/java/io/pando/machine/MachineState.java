package io.pando.machine;

import io.pando.api.Machine;
import java.util.EnumSet;
import java.util.Set;

/** The states of a machine, and which may follow which. {@link MachineStore#move} is the only way from one to another. */
enum MachineState {
    /** Asked for and written down; nothing made yet. */
    DEFINED,
    /** Being made. */
    PROVISIONING,
    RUNNING,
    STOPPED,
    /** Its memory is on disk. */
    SUSPENDED,
    /** Not usable as it is; the row says why. */
    FAILED,
    DELETING,
    /** Gone. Nothing follows. */
    DELETED;

    /** The states that may follow directly. */
    Set<MachineState> next() {
        return switch (this) {
            case DEFINED -> EnumSet.of(PROVISIONING, FAILED, DELETING);
            case PROVISIONING -> EnumSet.of(RUNNING, FAILED, DELETING);
            case RUNNING -> EnumSet.of(STOPPED, SUSPENDED, FAILED, DELETING);
            case STOPPED -> EnumSet.of(RUNNING, FAILED, DELETING);
            case SUSPENDED -> EnumSet.of(RUNNING, STOPPED, FAILED, DELETING);
            case FAILED -> EnumSet.of(RUNNING, STOPPED, SUSPENDED, DELETING);
            case DELETING -> EnumSet.of(FAILED, DELETED);
            case DELETED -> EnumSet.noneOf(MachineState.class);
        };
    }

    boolean mayBecome(MachineState other) {
        return next().contains(other);
    }

    Machine.State shown() {
        return Machine.State.valueOf(name());
    }
}
