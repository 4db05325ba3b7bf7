package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.VhdxBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Hostile VHDX files. */
final class HostileVhdx {
    private static final int MIB = VhdxBytes.MIB;
    private static final String PARENT_LOCATOR = "a8d35f2db30b454dabf7d3d84834ab0c";

    private final List<HostileFile> files = new ArrayList<>();

    private HostileVhdx() {}

    static List<HostileFile> files(String canary) {
        HostileVhdx all = new HostileVhdx();
        all.headers();
        all.regions();
        all.metadata(canary);
        all.blocks();
        for (int length :
                new int[] {8, 4096, VhdxBytes.HEADER_2, VhdxBytes.REGIONS_1, MIB, VhdxBytes.METADATA, VhdxBytes.BAT}) {
            all.files.add(new HostileFile(
                    "cut to " + length, DiskFormat.VHDX, () -> Arrays.copyOf(new VhdxBytes().bytes(), length)));
        }
        return all.files;
    }

    private void add(String name, Consumer<ByteBuffer> change) {
        files.add(new HostileFile(
                name, DiskFormat.VHDX, () -> new VhdxBytes().with(change).bytes()));
    }

    private void headers() {
        add("no header", file -> file.putInt(VhdxBytes.HEADER_1, 0).putInt(VhdxBytes.HEADER_2, 0));
        files.add(new HostileFile(
                "wrong sums",
                DiskFormat.VHDX,
                () -> new VhdxBytes().withoutSums().bytes()));
        add(
                "two headers that claim to be the newer one",
                file -> file.putLong(VhdxBytes.HEADER_1 + 8, 2).putLong(VhdxBytes.HEADER_1 + 16, 7));
        for (int place : new int[] {48, 56}) {
            add("changes in its log, " + place, file -> file.putLong(VhdxBytes.HEADER_2 + place, 1));
        }
        for (int version : new int[] {0, 2, -1}) {
            add("version " + version, file -> file.putShort(VhdxBytes.HEADER_2 + 66, (short) version));
        }
        add("version of the log", file -> file.putShort(VhdxBytes.HEADER_2 + 64, (short) 1));
    }

    private void both(String name, Consumer<ByteBuffer> change) {
        add(name, file -> {
            change.accept(file.slice(VhdxBytes.REGIONS_1, 65536).order(file.order()));
            change.accept(file.slice(VhdxBytes.REGIONS_2, 65536).order(file.order()));
        });
    }

    private void regions() {
        add("the two tables of regions differ", file -> file.putLong(VhdxBytes.REGIONS_2 + 32, 4L * MIB));
        both("no regions", table -> table.putInt(8, 0));
        both("one region", table -> table.putInt(8, 1));
        for (int count : new int[] {2048, 1 << 30, -1}) {
            both("regions " + count, table -> table.putInt(8, count));
        }
        for (long place : new long[] {0, 1, MIB - 1, MIB + 1, 1L << 50, Long.MAX_VALUE, -MIB}) {
            both("table of blocks at " + place, table -> table.putLong(32, place));
            both("metadata at " + place, table -> table.putLong(64, place));
        }
        for (int length : new int[] {0, 1, -1, 1 << 30}) {
            both("table of blocks of " + length, table -> table.putInt(40, length));
        }
        both(
                "a region that is not known",
                table -> table.putInt(8, 3)
                        .putLong(80, 0x1234)
                        .putLong(96, MIB)
                        .putInt(104, MIB)
                        .putInt(108, 1));
        both("the same region twice", table -> table.putInt(8, 3).put(80, table, 16, 32));
    }

    private void metadata(String canary) {
        add("no metadata", file -> file.putLong(VhdxBytes.METADATA, 0));
        for (int count : new int[] {0, 1, 2, 2048, -1}) {
            add("metadata of " + count, file -> file.putShort(VhdxBytes.METADATA + 10, (short) count));
        }
        files.add(new HostileFile(
                "parent",
                DiskFormat.VHDX,
                () -> new VhdxBytes()
                        .item(5, PARENT_LOCATOR, 4096, 200)
                        .with(file -> file.putShort(VhdxBytes.METADATA + 10, (short) 6)
                                .put(VhdxBytes.ITEMS + 4096, canary.getBytes(StandardCharsets.UTF_16LE)))
                        .bytes()));
        add("flag of a parent", file -> file.putInt(VhdxBytes.ITEMS + 4, 2));
        files.add(new HostileFile(
                "a feature that is not known",
                DiskFormat.VHDX,
                () -> new VhdxBytes()
                        .item(5, "00112233445566778899aabbccddeeff", 4096, 8)
                        .with(file -> file.putShort(VhdxBytes.METADATA + 10, (short) 6))
                        .bytes()));
        files.add(new HostileFile(
                "the same twice",
                DiskFormat.VHDX,
                () -> new VhdxBytes()
                        .item(5, "caa16737fa364d43b3b633f0aa44e76b", 0, 8)
                        .with(file -> file.putShort(VhdxBytes.METADATA + 10, (short) 6))
                        .bytes()));
        for (int place : new int[] {0, 1 << 30, -1, MIB}) {
            add("an item at " + place, file -> file.putInt(VhdxBytes.METADATA + 48, place));
        }
        for (int length : new int[] {0, -1, 1 << 21}) {
            add("an item of " + length, file -> file.putInt(VhdxBytes.METADATA + 52, length));
        }
        for (int size : new int[] {0, 512, MIB - 1, 3 * MIB, 1 << 29, -1}) {
            add("blocks of " + size, file -> file.putInt(VhdxBytes.ITEMS, size));
        }
        for (int size : new int[] {0, 511, 4096, -1}) {
            add("sectors of " + size, file -> file.putInt(VhdxBytes.ITEMS + 16, size));
        }
        for (long size : new long[] {0, -512, 513, Long.MAX_VALUE - 511, 1L << 50, 1L << 62}) {
            add("disk of " + size, file -> file.putLong(VhdxBytes.ITEMS + 8, size));
        }
    }

    private void blocks() {
        for (long entry : new long[] {6, 512 << 10 | 6, 5L * MIB | 6, 1L << 60 | 6, Long.MIN_VALUE | 6}) {
            add("block at " + entry, file -> file.putLong(VhdxBytes.BAT, entry));
        }
        for (int state : new int[] {4, 5, 7}) {
            add("block of state " + state, file -> file.putLong(VhdxBytes.BAT + 8, 4L * MIB | state));
        }
        add("the same block everywhere", file -> {
            for (int entry = 0; entry < 64; entry++) {
                file.putLong(VhdxBytes.BAT + 8 * entry, 4L * MIB | 6);
            }
        });
        add("a table of blocks that is too short", file -> file.putLong(VhdxBytes.ITEMS + 8, 1L << 40));
    }
}
