package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.Qcow2Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Hostile qcow2 files: pointing elsewhere, with unknown features, with tables that lie. */
final class HostileQcow2 {
    private static final int CLUSTER = Qcow2Bytes.CLUSTER;
    private static final int L1 = 3 * CLUSTER;
    private static final int L2 = 2 * CLUSTER;

    private final List<HostileFile> files = new ArrayList<>();

    private HostileQcow2() {}

    static List<HostileFile> files(String canary, int port) {
        HostileQcow2 all = new HostileQcow2();
        all.pointing(canary, port);
        all.header();
        all.features();
        all.tables();
        all.truncated();
        return all.files;
    }

    private void add(String name, Consumer<ByteBuffer> change) {
        files.add(new HostileFile(
                name, DiskFormat.QCOW2, () -> new Qcow2Bytes().with(change).bytes()));
    }

    private void pointing(String canary, int port) {
        List<String> names = List.of(
                canary,
                "json:{\"driver\":\"raw\",\"file\":{\"driver\":\"file\",\"filename\":\"%s\"}}".formatted(canary),
                "json:{\"driver\":\"nbd\",\"host\":\"127.0.0.1\",\"port\":\"%d\"}".formatted(port),
                "nbd://127.0.0.1:%d/x".formatted(port),
                "http://127.0.0.1:%d/x".formatted(port),
                "ssh://root@127.0.0.1:%d/x".formatted(port),
                "fat:rw:/",
                "file:" + canary,
                "../canary",
                "/dev/sda",
                "/proc/self/mem",
                "x".repeat(1023));
        for (String name : names) {
            String shown = name.length() > 40 ? name.substring(0, 40) : name;
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            add(
                    "backing file " + shown,
                    file -> file.putLong(8, 512).putInt(16, bytes.length).put(512, bytes));
            add(
                    "backing file with a format " + shown,
                    file -> file.putLong(8, 512)
                            .putInt(16, bytes.length)
                            .put(512, bytes)
                            .putInt(104, 0xe2792aca)
                            .putInt(108, 3)
                            .put(112, "raw".getBytes(StandardCharsets.UTF_8)));
            add(
                    "data file " + shown,
                    file -> file.putLong(72, 1 << 2)
                            .putInt(104, 0x44415441)
                            .putInt(108, bytes.length)
                            .put(112, bytes));
            add(
                    "name of a data file without the bit " + shown,
                    file -> file.putInt(104, 0x44415441)
                            .putInt(108, bytes.length)
                            .put(112, bytes));
        }
        add("data file without a name", file -> file.putLong(72, 1 << 2));
        add("place of a backing file without a length", file -> file.putLong(8, 512));
        add("length of a backing file without a place", file -> file.putInt(16, 1023));
        add("backing file past the end", file -> file.putLong(8, 1L << 40).putInt(16, 9));
        add("backing file of 4 GiB", file -> file.putLong(8, 512).putInt(16, -1));
        add(
                "format of a backing file alone",
                file -> file.putInt(104, 0xe2792aca).putInt(108, 3));
        add(
                "version 2 with a backing file",
                file -> file.putInt(4, 2).putLong(8, 512).putInt(16, 7));
        add("version 2 with a backing format", file -> file.putInt(4, 2).putInt(72, 0xe2792aca));
    }

    private void header() {
        for (int version : new int[] {0, 1, 4, 5, 255, 1 << 24, -1, Integer.MIN_VALUE}) {
            add("version " + version, file -> file.putInt(4, version));
        }
        for (int bits : new int[] {-1, 0, 1, 7, 8, 22, 30, 31, 32, 63, 64, Integer.MAX_VALUE}) {
            add("clusters of 2^" + bits, file -> file.putInt(20, bits));
        }
        for (long size : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, 1L << 50, (1L << 41) + 512}) {
            add("disk of " + size, file -> file.putLong(24, size));
        }
        for (int method : new int[] {1, 2, 3, -1}) {
            add("encryption " + method, file -> file.putInt(32, method));
        }
        for (int count : new int[] {1, 65536, -1}) {
            add("internal snapshots " + count, file -> file.putInt(60, count).putLong(64, 4L * CLUSTER));
        }
        for (int length : new int[] {0, 1, 72, 103, 105, CLUSTER + 8, 1 << 30, -1}) {
            add("header of length " + length, file -> file.putInt(100, length));
        }
        for (int order : new int[] {7, 8, 31, 64, -1}) {
            add("reference counts of 2^" + order + " bits", file -> file.putInt(96, order));
        }
        for (int length : new int[] {-1, Integer.MAX_VALUE, CLUSTER}) {
            add(
                    "extension of length " + length,
                    file -> file.putInt(104, 0x12345678).putInt(108, length));
        }
        add("extensions without an end", file -> {
            for (int place = 104; place + 8 <= CLUSTER; place += 8) {
                file.putInt(place, 0x12345678).putInt(place + 4, 0);
            }
        });
        add("encryption in an extension", file -> file.putInt(104, 0x0537be77).putInt(108, 16));
    }

    private void features() {
        for (int bit = 0; bit < 64; bit++) {
            int number = bit;
            if (bit != 3 && bit != 4) {
                add("incompatible feature " + bit, file -> file.putLong(72, 1L << number));
            }
        }
        add("all features", file -> file.putLong(72, -1));
    }

    private void tables() {
        Map<String, Consumer<ByteBuffer>> changes = Map.ofEntries(
                Map.entry("contents of 2^32 entries", file -> file.putInt(36, -1)),
                Map.entry("contents of 2^31 entries", file -> file.putInt(36, Integer.MIN_VALUE)),
                Map.entry("contents of 2^22 + 1 entries", file -> file.putInt(36, (1 << 22) + 1)),
                Map.entry("contents of no entries", file -> file.putInt(36, 0)),
                Map.entry("contents past the end", file -> file.putLong(40, 1L << 40)),
                Map.entry("contents at the very end", file -> file.putLong(40, 5L * CLUSTER)),
                Map.entry("contents at -8", file -> file.putLong(40, -8)),
                Map.entry("contents at -2^63", file -> file.putLong(40, Long.MIN_VALUE)),
                Map.entry("contents not on a cluster", file -> file.putLong(40, L1 + 8)),
                Map.entry("contents within the header", file -> file.putLong(40, 0)),
                Map.entry("reference counts past the end", file -> file.putLong(48, 1L << 50)),
                Map.entry("reference counts at -1", file -> file.putLong(48, -1)),
                Map.entry("reference counts not on a cluster", file -> file.putLong(48, CLUSTER + 8)),
                Map.entry("reference counts of 2^32 clusters", file -> file.putInt(56, -1)),
                Map.entry("reference counts of no clusters", file -> file.putInt(56, 0)),
                Map.entry("reference counts of more than the file", file -> file.putInt(56, 5)),
                Map.entry("table past the end", file -> file.putLong(L1, 1L << 40 | 1L << 63)),
                Map.entry("table at the very end", file -> file.putLong(L1, 5L * CLUSTER | 1L << 63)),
                Map.entry("table not on a cluster", file -> file.putLong(L1, L2 + 512 | 1L << 63)),
                Map.entry("table at 2^55", file -> file.putLong(L1, 1L << 55 | 1L << 63)),
                Map.entry("data past the end", file -> file.putLong(L2, 1L << 40 | 1L << 63)),
                Map.entry("data at the very end", file -> file.putLong(L2, 5L * CLUSTER | 1L << 63)),
                Map.entry("data at 2^55", file -> file.putLong(L2, 1L << 55 | 1L << 63)),
                Map.entry(
                        "last of the data past the end", file -> file.putLong(L2 + 8 * 1023, 9L * CLUSTER | 1L << 63)),
                Map.entry("compressed data past the end", file -> file.putLong(L2, 1L << 62 | 1L << 40)),
                Map.entry("compressed data at the end", file -> file.putLong(L2, 1L << 62 | 5L * CLUSTER)));
        changes.forEach(this::add);
        add("the same data everywhere", file -> {
            for (int entry = 0; entry < 1024; entry++) {
                file.putLong(L2 + 8 * entry, 4L * CLUSTER | 1L << 63);
            }
        });
        add("the same compressed data everywhere, of a disk of 1 TiB", file -> {
            file.putLong(24, 1L << 40).putInt(36, 2048);
            for (int entry = 0; entry < 2048; entry++) {
                file.putLong(L1 + 8 * entry, 2L * CLUSTER | 1L << 63);
            }
        });
        add("the same table everywhere", file -> {
            file.putLong(24, 8192L << 29).putInt(36, 8192).putLong(24, 1L << 41);
            for (int entry = 0; entry < 4096; entry++) {
                file.putLong(L1 + 8 * entry, 2L * CLUSTER | 1L << 63);
            }
        });
        add(
                "tables of 512 bytes, all the same",
                file -> file.putInt(20, 9)
                        .putLong(24, 64L << 20)
                        .putInt(36, 2048)
                        .putLong(40, L1)
                        .putLong(48, CLUSTER)
                        .put(L1, sameTables(2048)));
        add("the table is its own contents", file -> file.putLong(L1, L1 | 1L << 63));
        add(
                "subclusters in clusters of 512 bytes",
                file -> file.putLong(72, 1 << 4).putInt(20, 9));
    }

    private static byte[] sameTables(int count) {
        ByteBuffer tables = ByteBuffer.allocate(8 * count);
        for (int entry = 0; entry < count; entry++) {
            tables.putLong(2L * CLUSTER | 1L << 63);
        }
        return tables.array();
    }

    private void truncated() {
        for (int length :
                new int[] {4, 8, 24, 71, 72, 100, 103, 104, 511, 512, CLUSTER, 2 * CLUSTER, L1, 4 * CLUSTER}) {
            files.add(new HostileFile(
                    "cut to " + length, DiskFormat.QCOW2, () -> Arrays.copyOf(new Qcow2Bytes().bytes(), length)));
        }
    }
}
