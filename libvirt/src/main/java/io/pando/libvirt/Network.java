package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A virtual network: {@code virNetworkPtr}. */
public final class Network extends Handle {
    private static final int UPDATE_DELETE = 2;
    private static final int UPDATE_ADD_LAST = 3;
    private static final int SECTION_DHCP_HOST = 4;
    private static final int FIRST_DHCP_SERVER = -1;

    private final String name;
    private final UUID uuid;

    Network(Connection connection, MemorySegment pointer) throws Throwable {
        super(
                connection,
                new CountedPointer(
                        pointer, network -> Native.check((int) NativeLibrary.virNetworkFree.invokeExact(network))));
        this.name = Native.borrowedText((MemorySegment) NativeLibrary.virNetworkGetName.invokeExact(pointer));
        this.uuid = Native.uuid(text -> (int) NativeLibrary.virNetworkGetUUIDString.invokeExact(pointer, text));
    }

    public String name() {
        return name;
    }

    public UUID uuid() {
        return uuid;
    }

    /** Its description: {@code virNetworkGetXMLDesc}. */
    public String xml() {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virNetworkGetXMLDesc.invokeExact(self, 0)));
    }

    /** Whether it is started: {@code virNetworkIsActive}. */
    public boolean isActive() {
        return call((self, arena) -> Native.check((int) NativeLibrary.virNetworkIsActive.invokeExact(self))) == 1;
    }

    /** {@code virNetworkCreate}. */
    public void start() {
        run((self, arena) -> Native.check((int) NativeLibrary.virNetworkCreate.invokeExact(self)));
    }

    /** {@code virNetworkDestroy}. Guests stay attached to nothing. */
    public void stop() {
        run((self, arena) -> Native.check((int) NativeLibrary.virNetworkDestroy.invokeExact(self)));
    }

    /** Forgets the definition: {@code virNetworkUndefine}. */
    public void undefine() {
        run((self, arena) -> Native.check((int) NativeLibrary.virNetworkUndefine.invokeExact(self)));
    }

    /** What its DHCP server has lent: {@code virNetworkGetDHCPLeases}. */
    public List<DhcpLease> leases() {
        return call((self, arena) -> {
            var array = arena.allocate(POINTER);
            int count = Native.check(
                    (int) NativeLibrary.virNetworkGetDHCPLeases.invokeExact(self, MemorySegment.NULL, array, 0));
            var leases = new ArrayList<DhcpLease>(count);
            for (var lease : Native.ownedPointers(array.get(POINTER, 0), count)) {
                leases.add(DhcpLease.read(lease));
                NativeLibrary.virNetworkDHCPLeaseFree.invokeExact(lease);
            }
            return List.copyOf(leases);
        });
    }

    /**
     * Keeps an address for a guest: {@code virNetworkUpdate}.
     *
     * @throws LibvirtException OPERATION_INVALID if the MAC address, name or IP address has an entry already
     */
    public void addStaticHost(StaticHost host, Affects affects) {
        updateStaticHost(UPDATE_ADD_LAST, host, affects);
    }

    /**
     * Gives the address up: {@code virNetworkUpdate}.
     *
     * @throws LibvirtException OPERATION_INVALID if there is no such entry
     */
    public void removeStaticHost(StaticHost host, Affects affects) {
        updateStaticHost(UPDATE_DELETE, host, affects);
    }

    private void updateStaticHost(int command, StaticHost host, Affects affects) {
        run((self, arena) -> Native.check((int) NativeLibrary.virNetworkUpdate.invokeExact(
                self, command, SECTION_DHCP_HOST, FIRST_DHCP_SERVER, Native.text(arena, host.xml()), affects.bits())));
    }
}
