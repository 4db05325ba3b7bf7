package io.pando.machine;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.Network;
import io.pando.api.WarmPool;
import io.pando.image.Master;
import io.pando.placement.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is made before anybody asks for it, and waits at its line for its settings.
 *
 * @param machine its row, without an owner
 * @param token sealed; what it proves itself with
 * @param jobId the job that makes it, or has made it; null only within the transaction that begins that
 * @param since when it came to its state
 */
record WarmMachine(
        MachineRecord machine,
        WarmPool.State state,
        String token,
        @Nullable Long jobId,
        Instant since) {

    String id() {
        return machine.id();
    }

    boolean ready() {
        return state == WarmPool.State.READY;
    }

    /** Whether it takes room that was promised to it. */
    boolean staying() {
        return state != WarmPool.State.LEAVING;
    }

    Size size() {
        return Size.of(machine.vcpus(), machine.memoryMiB());
    }

    /** Whether it is what was asked for, but for what is set within its guest. A larger disk can be had of any. */
    boolean fits(CreateMachine wanted, Master master) {
        return machine.imageId().equals(master.id())
                && master.staged()
                && fits(wanted, master, machine.vcpus(), machine.memoryMiB());
    }

    /** Whether a request is one for which machines of such a size wait. */
    static boolean fits(CreateMachine wanted, Master master, int vcpus, int memoryMiB) {
        return ClonePlan.copy(wanted) == Copy.LINKED
                && !Boolean.TRUE.equals(wanted.tpm())
                // What such a machine cannot fetch itself is installed before its first start.
                && ClonePlan.network(wanted) != Network.NONE
                && ClonePlan.firmware(wanted, master) == master.firmware()
                && ClonePlan.vcpus(wanted, master) == vcpus
                && ClonePlan.memoryMiB(wanted, master) == memoryMiB;
    }
}
