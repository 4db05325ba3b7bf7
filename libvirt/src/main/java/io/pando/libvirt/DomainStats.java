package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one domain at one moment: {@code virConnectGetAllDomainStats}. Counters begin at zero when the domain starts. What
 * libvirt does not tell is absent: most numbers of a domain that does not run, and those that only QEMU knows while
 * another call is busy with the domain.
 *
 * @param domain the domain's UUID
 * @param name the domain's name
 * @param state the domain's state
 * @param cpuNanos CPU time that the domain's process has used
 * @param vcpus virtual CPUs that are in use
 * @param memoryBytes memory that the guest has now, by the balloon
 * @param maximumMemoryBytes memory that the guest may have
 * @param residentBytes the process' memory that is resident on the host, including what it shares
 * @param blocks its disks
 * @param interfaces its network interfaces
 */
public record DomainStats(
        UUID domain,
        String name,
        DomainState state,
        OptionalLong cpuNanos,
        OptionalLong vcpus,
        OptionalLong memoryBytes,
        OptionalLong maximumMemoryBytes,
        OptionalLong residentBytes,
        List<Block> blocks,
        List<Interface> interfaces) {
    private static final int WANTED_STATE = 1;
    private static final int WANTED_CPU = 2;
    private static final int WANTED_BALLOON = 4;
    private static final int WANTED_VCPU = 8;
    private static final int WANTED_INTERFACE = 16;
    private static final int WANTED_BLOCK = 32;
    private static final int WANTED =
            WANTED_STATE | WANTED_CPU | WANTED_BALLOON | WANTED_VCPU | WANTED_INTERFACE | WANTED_BLOCK;
    private static final int NO_WAIT = 1 << 29;
    private static final long RECORD_SIZE = 24;

    public DomainStats {
        blocks = List.copyOf(blocks);
        interfaces = List.copyOf(interfaces);
    }

    /**
     * A disk.
     *
     * @param target the disk's target, such as {@code vda}
     * @param path the path of its image on the host, null if it has none
     * @param readBytes bytes that the guest has read
     * @param writtenBytes bytes that the guest has written
     * @param allocationBytes bytes that the image uses, for a block device the highest offset written
     * @param capacityBytes the size that the guest sees
     * @param physicalBytes the size of the file or device on the host
     */
    public record Block(
            String target,
            @Nullable String path,
            OptionalLong readBytes,
            OptionalLong writtenBytes,
            OptionalLong allocationBytes,
            OptionalLong capacityBytes,
            OptionalLong physicalBytes) {}

    /**
     * A network interface.
     *
     * @param name the host's name of it, such as {@code vnet0}
     * @param receivedBytes bytes that the guest has received
     * @param sentBytes bytes that the guest has sent
     */
    public record Interface(String name, OptionalLong receivedBytes, OptionalLong sentBytes) {}

    static List<DomainStats> readAll(MemorySegment connection, Arena arena) throws Throwable {
        var result = arena.allocate(POINTER);
        int count = Native.check(
                (int) NativeLibrary.virConnectGetAllDomainStats.invokeExact(connection, WANTED, result, NO_WAIT));
        var array = result.get(POINTER, 0);
        try {
            var records = array.reinterpret(count * POINTER.byteSize());
            var stats = new ArrayList<DomainStats>(count);
            for (int i = 0; i < count; i++) {
                stats.add(read(records.getAtIndex(POINTER, i).reinterpret(RECORD_SIZE)));
            }
            return List.copyOf(stats);
        } finally {
            NativeLibrary.virDomainStatsRecordListFree.invokeExact(array);
        }
    }

    private static DomainStats read(MemorySegment entry) {
        var domain = entry.get(POINTER, 0);
        var numbers = TypedParameters.read(entry.get(POINTER, 8), entry.get(INT, 16));
        return new DomainStats(
                Domain.uuidOf(domain),
                Domain.nameOf(domain),
                DomainState.of((int) numbers.number("state.state").orElse(0), (int)
                        numbers.number("state.reason").orElse(0)),
                numbers.number("cpu.time"),
                numbers.number("vcpu.current"),
                numbers.kibibytes("balloon.current"),
                numbers.kibibytes("balloon.maximum"),
                numbers.kibibytes("balloon.rss"),
                readBlocks(numbers),
                readInterfaces(numbers));
    }

    private static List<Block> readBlocks(TypedParameters numbers) {
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < numbers.number("block.count").orElse(0); i++) {
            var prefix = "block." + i + ".";
            var target = numbers.text(prefix + "name");
            if (target != null) {
                blocks.add(new Block(
                        target,
                        numbers.text(prefix + "path"),
                        numbers.number(prefix + "rd.bytes"),
                        numbers.number(prefix + "wr.bytes"),
                        numbers.number(prefix + "allocation"),
                        numbers.number(prefix + "capacity"),
                        numbers.number(prefix + "physical")));
            }
        }
        return blocks;
    }

    private static List<Interface> readInterfaces(TypedParameters numbers) {
        var interfaces = new ArrayList<Interface>();
        for (int i = 0; i < numbers.number("net.count").orElse(0); i++) {
            var prefix = "net." + i + ".";
            var name = numbers.text(prefix + "name");
            if (name != null) {
                interfaces.add(
                        new Interface(name, numbers.number(prefix + "rx.bytes"), numbers.number(prefix + "tx.bytes")));
            }
        }
        return interfaces;
    }
}
