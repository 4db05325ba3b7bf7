package io.pando.diskimage.hostile;

import com.github.luben.zstd.ZstdOutputStream;
import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.Qcow2Bytes;
import io.pando.diskimage.VmdkBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Hostile compressed files: bombs, wrong content, damage, and demands for memory. */
public final class HostileStreams {
    private static final List<DiskFormat> FORMATS =
            List.of(DiskFormat.RAW_GZIP, DiskFormat.RAW_XZ, DiskFormat.RAW_ZSTD);

    /** So much of nothing is compressed once, and repeated: each format may consist of several streams. */
    private static final int UNIT = 16 << 20;

    private HostileStreams() {}

    static List<HostileFile> files() {
        List<HostileFile> files = new ArrayList<>();
        for (DiskFormat format : FORMATS) {
            add(files, format, "bomb of 512 MiB", () -> repeated(format, 32));
            add(files, format, "bomb of 10 GiB", () -> repeated(format, 640));
            add(files, format, "half a sector", () -> compressed(format, new byte[256]));
            add(files, format, "three bytes too many", () -> compressed(format, new byte[4099]));
            add(files, format, "nothing", () -> compressed(format, new byte[0]));
            add(files, format, "a qcow2", () -> compressed(format, new Qcow2Bytes().bytes()));
            add(
                    files,
                    format,
                    "a VMDK",
                    () -> compressed(format, VmdkBytes.sparse().bytes()));
            add(files, format, "what is compressed itself", () -> compressed(format, repeated(DiskFormat.RAW_GZIP, 1)));
            add(files, format, "cut short", () -> {
                byte[] whole = compressed(format, noise());
                return Arrays.copyOf(whole, whole.length / 2);
            });
            add(files, format, "cut within its header", () -> Arrays.copyOf(compressed(format, noise()), 7));
            add(files, format, "damaged", () -> {
                byte[] whole = compressed(format, noise());
                Arrays.fill(whole, whole.length / 2, whole.length / 2 + 64, (byte) 0x55);
                return whole;
            });
        }
        add(files, DiskFormat.RAW_XZ, "dictionary of 4 GiB", () -> xzWithDictionary(40));
        add(files, DiskFormat.RAW_XZ, "dictionary of 1 GiB", () -> xzWithDictionary(36));
        add(files, DiskFormat.RAW_XZ, "dictionary of 128 MiB", () -> xzWithDictionary(30));
        for (int log : new int[] {27, 31, 41}) {
            add(files, DiskFormat.RAW_ZSTD, "window of 2^" + log, () -> zstdWithWindow(log));
        }
        return files;
    }

    private static void add(List<HostileFile> files, DiskFormat format, String name, Supplier<byte[]> content) {
        files.add(new HostileFile(name, format, content));
    }

    private static byte[] noise() {
        byte[] bytes = new byte[64 << 10];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeated(DiskFormat format, int times) {
        byte[] unit = compressed(format, new byte[UNIT]);
        ByteArrayOutputStream out = new ByteArrayOutputStream(unit.length * times);
        for (int time = 0; time < times; time++) {
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    /** Compresses as a person would. */
    public static byte[] compressed(DiskFormat format, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            switch (format) {
                case RAW_GZIP -> write(new GZIPOutputStream(out), content);
                case RAW_XZ -> write(new XZOutputStream(out, new LZMA2Options(1)), content);
                case RAW_ZSTD -> write(new ZstdOutputStream(out).setChecksum(true), content);
                default -> throw new IllegalArgumentException(format + " is not compressed");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void write(OutputStream out, byte[] content) throws IOException {
        try (out) {
            out.write(content);
        }
    }

    /** A block that demands a dictionary (XZ file format, 5.3.1). */
    private static byte[] xzWithDictionary(int size) {
        ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        file.put(HexFormat.of().parseHex("fd377a585a0000016922de36"));
        byte[] block = {2, 0, 0x21, 1, (byte) size, 0, 0, 0};
        CRC32 sum = new CRC32();
        sum.update(block);
        file.put(block).putInt((int) sum.getValue());
        file.put((byte) 1).putShort((short) 0xff01);
        return file.array();
    }

    /** A frame that demands a window (RFC 8878, 3.1.1.1.2). */
    private static byte[] zstdWithWindow(int log) {
        ByteBuffer file = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xfd2fb528).put((byte) 0).put((byte) ((log - 10) << 3));
        // One block, the last: 256 times the same byte.
        file.put((byte) 0x03).putShort((short) 0x0008).put((byte) 0);
        return file.array();
    }
}
