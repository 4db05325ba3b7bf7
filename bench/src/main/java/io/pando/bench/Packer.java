package io.pando.bench;

import io.pando.bench.Workload.Room;

/** A way to choose hosts. Hosts go by their number in the workload. */
interface Packer {

    /** Chooses a host and counts the machine in; -1 when none has room. */
    int arrive(int machine, Room room);

    /** Counts a machine out. */
    void depart(int machine, Room room);
}
