package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address that a network's DHCP server has lent: {@code virNetworkDHCPLease}.
 *
 * @param expires when the lease ends; empty for one that never ends
 * @param mac the guest's hardware address in lower case
 * @param ip the address
 * @param prefix length of the network's prefix in bits
 * @param hostName the name that the guest calls itself, null if it tells none; the guest's own word
 * @param clientId the client id of DHCPv4 or DUID of DHCPv6, null if the guest sends none
 */
public record DhcpLease(
        Optional<Instant> expires,
        String mac,
        String ip,
        int prefix,
        @Nullable String hostName,
        @Nullable String clientId) {
    private static final long SIZE = 72;

    static DhcpLease read(MemorySegment pointer) {
        var lease = pointer.reinterpret(SIZE);
        long expires = lease.get(LONG, 8);
        return new DhcpLease(
                expires == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(expires)),
                Objects.requireNonNullElse(Native.textAt(lease.get(POINTER, 24)), ""),
                Objects.requireNonNullElse(Native.textAt(lease.get(POINTER, 40)), ""),
                lease.get(INT, 48),
                Native.textAt(lease.get(POINTER, 56)),
                Native.textAt(lease.get(POINTER, 64)));
    }
}
