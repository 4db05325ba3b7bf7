package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;

import java.lang.foreign.MemorySegment;

/**
 * The machine behind a connection: {@code virNodeGetInfo}.
 *
 * @param model the CPU's architecture, such as {@code x86_64}
 * @param memoryBytes size of the memory
 * @param cpus CPUs that are online, counting threads
 * @param megahertz expected frequency, 0 if not known
 * @param sockets CPU sockets per NUMA node
 * @param coresPerSocket cores per socket
 * @param threadsPerCore threads per core
 */
public record NodeInfo(
        String model, long memoryBytes, int cpus, int megahertz, int sockets, int coresPerSocket, int threadsPerCore) {
    static final long SIZE = 64;

    static NodeInfo read(MemorySegment info) {
        return new NodeInfo(
                info.getString(0),
                info.get(LONG, 32) * 1024,
                info.get(INT, 40),
                info.get(INT, 44),
                info.get(INT, 52),
                info.get(INT, 56),
                info.get(INT, 60));
    }
}
