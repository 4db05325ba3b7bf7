package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.UUID;

/** A storage pool, that is, a place where volumes are: {@code virStoragePoolPtr}. */
public final class StoragePool extends Handle {
    private static final int INFO_SIZE = 32;

    private final String name;
    private final UUID uuid;

    StoragePool(Connection connection, MemorySegment pointer) throws Throwable {
        super(
                connection,
                new CountedPointer(
                        pointer, pool -> Native.check((int) NativeLibrary.virStoragePoolFree.invokeExact(pool))));
        this.name = Native.borrowedText((MemorySegment) NativeLibrary.virStoragePoolGetName.invokeExact(pointer));
        this.uuid = Native.uuid(text -> (int) NativeLibrary.virStoragePoolGetUUIDString.invokeExact(pointer, text));
    }

    public String name() {
        return name;
    }

    public UUID uuid() {
        return uuid;
    }

    /** Its description: {@code virStoragePoolGetXMLDesc}. */
    public String xml() {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virStoragePoolGetXMLDesc.invokeExact(self, 0)));
    }

    /** State and sizes: {@code virStoragePoolGetInfo}. */
    public PoolInfo info() {
        return call((self, arena) -> {
            var info = arena.allocate(INFO_SIZE, LONG.byteAlignment());
            Native.check((int) NativeLibrary.virStoragePoolGetInfo.invokeExact(self, info));
            return new PoolInfo(
                    PoolInfo.state(info.get(INT, 0)), info.get(LONG, 8), info.get(LONG, 16), info.get(LONG, 24));
        });
    }

    /** Makes the place that the definition names, for example its directory: {@code virStoragePoolBuild}. */
    public void build() {
        slowRun((self, arena) -> Native.check((int) NativeLibrary.virStoragePoolBuild.invokeExact(self, 0)));
    }

    /** Starts it: {@code virStoragePoolCreate}. */
    public void start() {
        slowRun((self, arena) -> Native.check((int) NativeLibrary.virStoragePoolCreate.invokeExact(self, 0)));
    }

    /** Looks for volumes that others have made, changed or deleted: {@code virStoragePoolRefresh}. */
    public void refresh() {
        slowRun((self, arena) -> Native.check((int) NativeLibrary.virStoragePoolRefresh.invokeExact(self, 0)));
    }

    /** Stops it; the data stays: {@code virStoragePoolDestroy}. */
    public void stop() {
        run((self, arena) -> Native.check((int) NativeLibrary.virStoragePoolDestroy.invokeExact(self)));
    }

    /** Forgets the definition of a pool that is stopped; the data stays: {@code virStoragePoolUndefine}. */
    public void undefine() {
        run((self, arena) -> Native.check((int) NativeLibrary.virStoragePoolUndefine.invokeExact(self)));
    }

    /** All volumes, as of the last refresh: {@code virStoragePoolListAllVolumes}. Close the list. */
    public HandleList<Volume> volumes() {
        return call((self, arena) -> {
            var array = arena.allocate(POINTER);
            int count = Native.check((int) NativeLibrary.virStoragePoolListAllVolumes.invokeExact(self, array, 0));
            return Connection.handles(array, count, volume -> new Volume(connection, volume));
        });
    }

    /** {@code virStorageVolLookupByName}. */
    public Optional<Volume> findVolume(String volumeName) {
        try {
            return Optional.of(call((self, arena) -> new Volume(connection, Native.check((MemorySegment)
                    NativeLibrary.virStorageVolLookupByName.invokeExact(self, Native.text(arena, volumeName))))));
        } catch (LibvirtException e) {
            if (e.isNoVolume()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes a volume: {@code virStorageVolCreateXML}.
     *
     * @throws LibvirtException {@link LibvirtException#isAlreadyThere()}; {@link LibvirtException#isInvalidState()} if the pool is stopped
     */
    public Volume createVolume(String xml, VolumeCreateFlag... flags) {
        int bits = Flag.bits(flags);
        return slowCall((self, arena) -> new Volume(connection, Native.check((MemorySegment)
                NativeLibrary.virStorageVolCreateXML.invokeExact(self, Native.text(arena, xml), bits))));
    }

    /**
     * Makes a volume that is a full copy of another one, of this or another pool: {@code virStorageVolCreateXMLFrom}.
     *
     * @param xml name and format of the new volume; its capacity is at least the source's
     */
    public Volume createVolumeFrom(String xml, Volume source, VolumeCreateFlag... flags) {
        int bits = Flag.bits(flags);
        return slowCall((self, arena) -> Connection.make(
                source.pointer,
                (original, _) -> new Volume(
                        connection, Native.check((MemorySegment) NativeLibrary.virStorageVolCreateXMLFrom.invokeExact(
                                self, Native.text(arena, xml), original, bits)))));
    }
}
