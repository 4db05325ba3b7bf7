package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;

import java.lang.foreign.MemorySegment;

/** A volume of a storage pool, usually the image of a disk: {@code virStorageVolPtr}. */
public final class Volume extends Handle {
    private static final int INFO_SIZE = 24;

    private final String name;
    private final String key;

    Volume(Connection connection, MemorySegment pointer) throws Throwable {
        super(
                connection,
                new CountedPointer(
                        pointer, volume -> Native.check((int) NativeLibrary.virStorageVolFree.invokeExact(volume))));
        this.name = Native.borrowedText((MemorySegment) NativeLibrary.virStorageVolGetName.invokeExact(pointer));
        this.key = Native.borrowedText((MemorySegment) NativeLibrary.virStorageVolGetKey.invokeExact(pointer));
    }

    /** Its name, unique in its pool. */
    public String name() {
        return name;
    }

    /** Its key, unique on the host; for a file its path. */
    public String key() {
        return key;
    }

    /** Its path on the host, or what stands for one, such as {@code pool/volume} of RBD: {@code virStorageVolGetPath}. */
    public String path() {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virStorageVolGetPath.invokeExact(self)));
    }

    /** Its description: {@code virStorageVolGetXMLDesc}. Has the format and the backing file. */
    public String xml() {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virStorageVolGetXMLDesc.invokeExact(self, 0)));
    }

    /** Sizes: {@code virStorageVolGetInfo}. */
    public VolumeInfo info() {
        return call((self, arena) -> {
            var info = arena.allocate(INFO_SIZE, LONG.byteAlignment());
            Native.check((int) NativeLibrary.virStorageVolGetInfo.invokeExact(self, info));
            return new VolumeInfo(VolumeInfo.type(info.get(INT, 0)), info.get(LONG, 8), info.get(LONG, 16));
        });
    }

    /** Deletes the volume and its data: {@code virStorageVolDelete}. */
    public void delete() {
        slowRun((self, arena) -> Native.check((int) NativeLibrary.virStorageVolDelete.invokeExact(self, 0)));
    }

    /** Gives the volume, which no domain may be using, another capacity: {@code virStorageVolResize}. */
    public void resize(long bytes, VolumeResizeFlag... flags) {
        int bits = Flag.bits(flags);
        slowRun((self, arena) -> Native.check((int) NativeLibrary.virStorageVolResize.invokeExact(self, bytes, bits)));
    }

    /**
     * Begins to overwrite the volume's file as it is on the host, which is not what a guest sees unless the format is raw:
     * {@code virStorageVolUpload}. Finish the stream.
     *
     * @param offset where to begin, in bytes
     * @param length how many bytes will come, 0 for as many as the stream has
     * @param holes whether {@link UploadStream#writeHole} will be used
     * @throws LibvirtException {@link LibvirtException#isUnsupported()} for example by RBD pools
     */
    public UploadStream upload(long offset, long length, boolean holes) {
        return UploadStream.open(connection, key, offset, length, holes);
    }

    /**
     * Begins to read the volume's file as it is on the host: {@code virStorageVolDownload}. Read to the end and finish the stream.
     *
     * @param offset where to begin, in bytes
     * @param length how many bytes, 0 for all that there are
     * @param holes whether holes are told apart, see {@link DownloadStream#drainTo}
     */
    public DownloadStream download(long offset, long length, boolean holes) {
        return DownloadStream.open(connection, key, offset, length, holes);
    }
}
