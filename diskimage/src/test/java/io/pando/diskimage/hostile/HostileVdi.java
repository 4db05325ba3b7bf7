package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.VdiBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Hostile VDIs. */
final class HostileVdi {
    private static final int MIB = VdiBytes.MIB;

    private final List<HostileFile> files = new ArrayList<>();

    private HostileVdi() {}

    static List<HostileFile> files() {
        HostileVdi all = new HostileVdi();
        all.headers();
        all.maps();
        for (int length : new int[] {68, 100, 511, 512, 515, 1024, 4096, VdiBytes.DATA + MIB - 1}) {
            all.files.add(new HostileFile(
                    "cut to " + length, DiskFormat.VDI, () -> Arrays.copyOf(new VdiBytes().bytes(), length)));
        }
        return all.files;
    }

    private void add(String name, Consumer<ByteBuffer> change) {
        files.add(new HostileFile(
                name, DiskFormat.VDI, () -> new VdiBytes().with(change).bytes()));
    }

    private void headers() {
        for (int version : new int[] {0, 1, 0x00020000, -1}) {
            add("version " + version, file -> file.putInt(68, version));
        }
        for (int kind : new int[] {0, 3, 4, 5, -1}) {
            add("kind " + kind, file -> file.putInt(76, kind));
        }
        for (int place : new int[] {424, 432, 440, 448}) {
            add("parent at " + place, file -> file.putLong(place, 1));
        }
        for (int size : new int[] {0, 511, 4096}) {
            add("sectors of " + size, file -> file.putInt(360, size));
        }
        for (int size : new int[] {0, 512, 1 << 19, 1 << 21, -1}) {
            add("blocks of " + size, file -> file.putInt(376, size));
        }
        add("more in each block", file -> file.putInt(380, 512));
        for (long size : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 50, 3L * MIB, 4L * MIB + 1}) {
            add("disk of " + size, file -> file.putLong(368, size));
        }
        for (int count : new int[] {0, 3, 5, 1 << 30, -1}) {
            add("map of " + count, file -> file.putInt(384, count));
        }
    }

    private void maps() {
        for (int place : new int[] {0, 511, 513, MIB + 1024, 1 << 30, -512}) {
            add("map at " + place, file -> file.putInt(340, place));
        }
        for (int place : new int[] {0, 1025, 1536, 1 << 30, -512}) {
            add("data at " + place, file -> file.putInt(344, place));
        }
        for (int block : new int[] {1, 2, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -3}) {
            add("block " + block, file -> file.putInt(388, -1).putInt(VdiBytes.MAP, block));
        }
        add("more blocks than were allocated", file -> file.putInt(388, 0));
        add("the same block everywhere", file -> file.putLong(VdiBytes.MAP, 0).putLong(VdiBytes.MAP + 8, 0));
    }
}
