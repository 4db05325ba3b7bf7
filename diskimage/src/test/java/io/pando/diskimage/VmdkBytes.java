package io.pando.diskimage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/** A small VMDK in one file, right in everything until a test changes something. The disk has 64 MiB, and its first grain is full of 7. */
public final class VmdkBytes {
    public static final int SECTOR = 512;
    public static final long CAPACITY = 131072;
    public static final int GRAIN = 128;
    public static final int DESCRIPTOR = 1;
    public static final int DESCRIPTOR_SECTORS = 20;

    private final boolean stream;
    private Consumer<ByteBuffer> change = file -> {};
    private Consumer<ByteBuffer> footerChange = footer -> {};
    private UnaryOperator<String> descriptorChange = text -> text;
    private boolean footer = true;

    private VmdkBytes(boolean stream) {
        this.stream = stream;
    }

    /** Of the kind that grows. */
    public static VmdkBytes sparse() {
        return new VmdkBytes(false);
    }

    /** Of the kind that is sent: compressed, with its header at the end. */
    public static VmdkBytes stream() {
        return new VmdkBytes(true);
    }

    /** Changes the finished file. */
    public VmdkBytes with(Consumer<ByteBuffer> another) {
        change = change.andThen(another);
        return this;
    }

    public VmdkBytes withDescriptor(UnaryOperator<String> another) {
        descriptorChange = another;
        return this;
    }

    /** Changes the header at the end. */
    public VmdkBytes withFooter(Consumer<ByteBuffer> another) {
        footerChange = another;
        return this;
    }

    public VmdkBytes withoutFooter() {
        footer = false;
        return this;
    }

    private String descriptor() {
        return descriptorChange.apply("""
                # Disk DescriptorFile
                version=1
                CID=5b3f1c2a
                parentCID=ffffffff
                createType="%s"

                # Extent description
                RW %d SPARSE "disk.vmdk"

                # The Disk Data Base
                #DDB
                ddb.virtualHWVersion = "4"
                ddb.adapterType = "ide"
                """.formatted(stream ? "streamOptimized" : "monolithicSparse", CAPACITY));
    }

    public byte[] bytes() {
        ByteBuffer file = stream ? streamFile() : sparseFile();
        change.accept(file);
        byte[] bytes = new byte[file.capacity()];
        file.get(0, bytes);
        return bytes;
    }

    private ByteBuffer header(ByteBuffer file, int place, long directory) {
        return file.putInt(place, 0x564d444b)
                .putInt(place + 4, stream ? 3 : 1)
                .putInt(place + 8, stream ? 1 | 1 << 16 | 1 << 17 : 1)
                .putLong(place + 12, CAPACITY)
                .putLong(place + 20, GRAIN)
                .putLong(place + 28, DESCRIPTOR)
                .putLong(place + 36, DESCRIPTOR_SECTORS)
                .putInt(place + 44, 512)
                .putLong(place + 48, 0)
                .putLong(place + 56, directory)
                .putLong(place + 64, GRAIN)
                .put(place + 73, (byte) '\n')
                .put(place + 74, (byte) ' ')
                .put(place + 75, (byte) '\r')
                .put(place + 76, (byte) '\n')
                .putShort(place + 77, (short) (stream ? 1 : 0));
    }

    private ByteBuffer sparseFile() {
        ByteBuffer file = ByteBuffer.allocate((2 * GRAIN) * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        header(file, 0, 21);
        file.put(DESCRIPTOR * SECTOR, descriptor().getBytes(StandardCharsets.UTF_8));
        // Two tables of 512 grains; the first names one grain.
        file.putInt(21 * SECTOR, 22).putInt(21 * SECTOR + 4, 26);
        file.putInt(22 * SECTOR, GRAIN);
        for (int index = 0; index < GRAIN * SECTOR; index++) {
            file.put(GRAIN * SECTOR + index, (byte) 7);
        }
        return file;
    }

    private ByteBuffer streamFile() {
        byte[] grain = deflated();
        int tableSector = GRAIN + 1 + (12 + grain.length) / SECTOR + 1;
        int directorySector = tableSector + 4 + 1;
        int end = directorySector + 1;
        ByteBuffer file = ByteBuffer.allocate((end + (footer ? 3 : 0)) * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        header(file, 0, -1);
        file.put(DESCRIPTOR * SECTOR, descriptor().getBytes(StandardCharsets.UTF_8));
        file.putLong(GRAIN * SECTOR, 0).putInt(GRAIN * SECTOR + 8, grain.length).put(GRAIN * SECTOR + 12, grain);
        // Each table has a marker of one sector in front of it: its length in sectors, nothing, and its kind.
        file.putLong((tableSector - 1) * SECTOR, 4).putInt((tableSector - 1) * SECTOR + 12, 1);
        file.putInt(tableSector * SECTOR, GRAIN);
        file.putLong((directorySector - 1) * SECTOR, 1).putInt((directorySector - 1) * SECTOR + 12, 2);
        file.putInt(directorySector * SECTOR, tableSector);
        if (footer) {
            file.putLong(end * SECTOR, 1).putInt(end * SECTOR + 12, 3);
            header(file, (end + 1) * SECTOR, directorySector);
            footerChange.accept(file.slice((end + 1) * SECTOR, SECTOR).order(ByteOrder.LITTLE_ENDIAN));
        }
        return file;
    }

    private static byte[] deflated() {
        byte[] grain = new byte[GRAIN * SECTOR];
        Arrays.fill(grain, (byte) 7);
        Deflater deflater = new Deflater();
        deflater.setInput(grain);
        deflater.finish();
        byte[] out = new byte[grain.length];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }
}
