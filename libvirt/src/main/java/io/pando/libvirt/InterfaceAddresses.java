package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of a guest: {@code virDomainInterface}.
 *
 * @param name the host's name of it ({@code vnet0}) or, from the agent, the guest's ({@code eth0})
 * @param mac the hardware address in lower case, null where it has none
 * @param addresses its IP addresses
 */
public record InterfaceAddresses(String name, @Nullable String mac, List<Address> addresses) {
    private static final long SIZE = 32;
    private static final long ADDRESS_SIZE = 24;

    public InterfaceAddresses {
        addresses = List.copyOf(addresses);
    }

    /**
     * An IP address.
     *
     * @param ip such as {@code 192.168.122.5} or {@code fe80::1}
     * @param prefix length of the network's prefix in bits
     */
    public record Address(String ip, int prefix) {}

    static InterfaceAddresses read(MemorySegment pointer) {
        var entry = pointer.reinterpret(SIZE);
        int count = entry.get(INT, 16);
        var addresses = new ArrayList<Address>(count);
        var array = entry.get(POINTER, 24).reinterpret(count * ADDRESS_SIZE);
        for (int i = 0; i < count; i++) {
            var address = array.asSlice(i * ADDRESS_SIZE, ADDRESS_SIZE);
            addresses.add(new Address(
                    Objects.requireNonNullElse(Native.textAt(address.get(POINTER, 8)), ""), address.get(INT, 16)));
        }
        return new InterfaceAddresses(
                Objects.requireNonNullElse(Native.textAt(entry.get(POINTER, 0)), ""),
                Native.textAt(entry.get(POINTER, 8)),
                addresses);
    }
}
