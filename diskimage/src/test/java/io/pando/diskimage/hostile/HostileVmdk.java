package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.VmdkBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Hostile VMDKs: descriptors that name other files, headers that move, tables that lie. */
final class HostileVmdk {
    private static final int SECTOR = VmdkBytes.SECTOR;
    private static final String OWN = "RW 131072 SPARSE \"disk.vmdk\"";

    private final List<HostileFile> files = new ArrayList<>();

    private HostileVmdk() {}

    static List<HostileFile> files(String canary) {
        HostileVmdk all = new HostileVmdk();
        all.descriptors(canary);
        all.textOnly(canary);
        all.headers();
        all.footers();
        all.tables();
        all.grains();
        for (int length : new int[] {4, 100, 511, 512, 4096, 21 * SECTOR, 22 * SECTOR, 129 * SECTOR}) {
            all.file("cut to " + length, () -> Arrays.copyOf(VmdkBytes.sparse().bytes(), length));
        }
        return all.files;
    }

    private void file(String name, Supplier<byte[]> content) {
        files.add(new HostileFile(name, DiskFormat.VMDK, content));
    }

    private void sparse(String name, Consumer<ByteBuffer> change) {
        file(name, () -> VmdkBytes.sparse().with(change).bytes());
    }

    private void stream(String name, Consumer<ByteBuffer> change) {
        file(name, () -> VmdkBytes.stream().with(change).bytes());
    }

    private void descriptor(String name, UnaryOperator<String> change) {
        file(name, () -> VmdkBytes.sparse().withDescriptor(change).bytes());
        file("stream, " + name, () -> VmdkBytes.stream().withDescriptor(change).bytes());
    }

    private void descriptors(String canary) {
        List<String> extents = List.of(
                "RW 131072 FLAT \"%s\" 0".formatted(canary),
                "RW 131072 SPARSE \"%s\"".formatted(canary),
                "RW 131072 VMFS \"%s\"".formatted(canary),
                "RW 131072 VMFSSPARSE \"%s\"".formatted(canary),
                "RW 131072 SESPARSE \"%s\"".formatted(canary),
                "RW 131072 VMFSRDM \"/dev/sda\"",
                "RW 131072 ZERO",
                "RW 131072 SPARSE",
                "RW 131072 SPARSE disk.vmdk",
                "RW 131072 SPARSE \"../disk.vmdk\"",
                "RW 131072 SPARSE \"json:{}\"",
                "RW 131072 SPARSE \"nbd:127.0.0.1\"",
                "RW 1 SPARSE \"disk.vmdk\"",
                "RW 99999999999999999999 SPARSE \"disk.vmdk\"",
                "RW -1 SPARSE \"disk.vmdk\"",
                OWN + "\nRW 131072 FLAT \"%s\" 0".formatted(canary),
                OWN + "\n" + OWN,
                "");
        for (String extent : extents) {
            descriptor("extent " + extent.replace('\n', '|'), text -> text.replace(OWN, extent));
        }
        for (String type : List.of(
                "monolithicFlat",
                "twoGbMaxExtentFlat",
                "twoGbMaxExtentSparse",
                "vmfs",
                "vmfsSparse",
                "vmfsRaw",
                "fullDevice",
                "partitionedDevice",
                "custom",
                "")) {
            descriptor(
                    "of the kind \"" + type + "\"",
                    text -> text.replaceAll("createType=\"[a-zA-Z]*\"", "createType=\"" + type + "\""));
        }
        descriptor("of two kinds", text -> text + "createType=\"monolithicFlat\"\n");
        descriptor("parent", text -> text.replace("parentCID=ffffffff", "parentCID=5b3f1c2a"));
        descriptor("parent by name", text -> text + "parentFileNameHint=\"%s\"\n".formatted(canary));
        descriptor("parent by name in other letters", text -> text + "PARENTFILENAMEHINT=\"%s\"\n".formatted(canary));
        descriptor("parent after the end", text -> text + "\0parentFileNameHint=\"%s\"\n".formatted(canary));
        descriptor("no lines", text -> "");
        sparse(
                "parent in front of the descriptor",
                file -> file.put(
                        200, "parentFileNameHint=\"%s\"\n".formatted(canary).getBytes(StandardCharsets.UTF_8)));
        sparse(
                "parent beyond the descriptor's length",
                file -> file.putLong(36, 2)
                        .put(
                                9 * SECTOR,
                                "parentFileNameHint=\"%s\"\n".formatted(canary).getBytes(StandardCharsets.UTF_8)));
    }

    private void textOnly(String canary) {
        for (String text : List.of(
                "# Disk DescriptorFile\nversion=1\ncreateType=\"monolithicFlat\"\nRW 2048 FLAT \"%s\" 0\n",
                "# Disk DescriptorFile\nversion=3\ncreateType=\"vmfs\"\nRW 2048 VMFS \"%s\"\n",
                "version=1\ncreateType=\"monolithicFlat\"\nRW 2048 FLAT \"%s\" 0\n",
                "#x\n \nversion=2\ncreateType=\"fullDevice\"\nRW 2048 FLAT \"/dev/sda\" 0\n# %s\n",
                "# Disk DescriptorFile\nversion=1\nparentCID=12345678\nparentFileNameHint=\"%s\"\n")) {
            byte[] bytes = text.formatted(canary).getBytes(StandardCharsets.UTF_8);
            String name = "text alone, " + text.replace('\n', '|');
            file(name, () -> Arrays.copyOf(bytes, 1024));
            files.add(new HostileFile(name, DiskFormat.RAW, () -> Arrays.copyOf(bytes, 1024)));
        }
        file("ESX's old kind", () -> Arrays.copyOf("COWD".getBytes(StandardCharsets.US_ASCII), 4096));
    }

    private void headers() {
        for (int version : new int[] {0, 4, 5, -1}) {
            sparse("version " + version, file -> file.putInt(4, version));
        }
        for (int bit = 3; bit < 32; bit++) {
            int number = bit;
            sparse("flag " + bit, file -> file.putInt(8, 1 | 1 << number));
        }
        for (long capacity : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 55, (1L << 32) + 1}) {
            sparse("capacity " + capacity, file -> file.putLong(12, capacity));
        }
        for (long grain : new long[] {0, 1, 3, 7, 129, 8192, 1L << 40, -1}) {
            sparse("grains of " + grain, file -> file.putLong(20, grain));
        }
        for (long place : new long[] {0, -1, 1L << 40, 256, Long.MAX_VALUE}) {
            sparse("descriptor at " + place, file -> file.putLong(28, place));
        }
        for (long size : new long[] {0, -1, 21, 1L << 40}) {
            sparse("descriptor of " + size, file -> file.putLong(36, size));
        }
        for (int entries : new int[] {0, 513, 1 << 20, -1}) {
            sparse("tables of " + entries, file -> file.putInt(44, entries));
        }
        for (int method : new int[] {1, 2, 65535}) {
            sparse("compression " + method, file -> file.putShort(77, (short) method));
        }
        stream("no compression", file -> file.putShort(77, (short) 0));
        sparse("redundant tables past the end", file -> file.putInt(8, 3).putLong(48, 1L << 40));
        sparse("contents at the end of a file without one", file -> file.putLong(56, -1));
    }

    private void footers() {
        file("no header at the end", () -> VmdkBytes.stream().withoutFooter().bytes());
        List<Consumer<ByteBuffer>> changes = List.of(
                footer -> footer.putInt(0, 0),
                footer -> footer.putInt(4, 1),
                footer -> footer.putInt(8, 1),
                footer -> footer.putLong(12, 0),
                footer -> footer.putLong(12, 1L << 20),
                footer -> footer.putLong(20, 64),
                footer -> footer.putLong(28, 2),
                footer -> footer.putLong(28, GRAIN_WITH_A_DESCRIPTOR),
                footer -> footer.putLong(36, 1),
                footer -> footer.putInt(44, 256),
                footer -> footer.putShort(77, (short) 0),
                footer -> footer.putLong(56, -1),
                footer -> footer.putLong(56, 0),
                footer -> footer.putLong(56, 1L << 40),
                footer -> footer.putLong(56, Long.MIN_VALUE));
        for (int number = 0; number < changes.size(); number++) {
            Consumer<ByteBuffer> change = changes.get(number);
            file(
                    "header at the end differs, " + number,
                    () -> VmdkBytes.stream().withFooter(change).bytes());
        }
        stream(
                "no marker in front of the header at the end",
                file -> file.putInt(file.capacity() - 3 * SECTOR + 12, 2));
        stream("something after the header at the end", file -> file.putInt(file.capacity() - SECTOR, 7));
        stream("end marker of another kind", file -> file.putInt(file.capacity() - SECTOR + 12, 4));
        file("more after its end", () -> {
            byte[] bytes = VmdkBytes.stream().bytes();
            return Arrays.copyOf(bytes, bytes.length + 4096);
        });
    }

    private static final long GRAIN_WITH_A_DESCRIPTOR = VmdkBytes.GRAIN;

    private void tables() {
        for (long place : new long[] {0, 256, 1L << 40, 1L << 54, -2, Long.MAX_VALUE}) {
            sparse("contents at " + place, file -> file.putLong(56, place));
        }
        for (int place : new int[] {255, 256, 1 << 30, -1}) {
            sparse("table at " + place, file -> file.putInt(21 * SECTOR, place));
        }
        for (int place : new int[] {129, 255, 1 << 30, -1}) {
            sparse("grain at " + place, file -> file.putInt(22 * SECTOR, place));
        }
        sparse("the same grain everywhere", file -> {
            for (int entry = 0; entry < 512; entry++) {
                file.putInt(22 * SECTOR + 4 * entry, VmdkBytes.GRAIN);
            }
        });
        sparse("the same table everywhere, of a disk of 1 TiB", file -> {
            file.putLong(12, 1L << 31);
            replace(file, "RW 131072", "RW 2147483648");
            for (int entry = 0; entry < 4096; entry++) {
                file.putInt(23 * SECTOR + 4 * entry, 22);
            }
            file.putLong(56, 23);
        });
    }

    private static void replace(ByteBuffer file, String old, String text) {
        String descriptor = StandardCharsets.ISO_8859_1
                .decode(file.slice(SECTOR, 20 * SECTOR))
                .toString();
        byte[] changed = descriptor.replace(old, text).getBytes(StandardCharsets.ISO_8859_1);
        file.put(SECTOR, changed, 0, 20 * SECTOR);
    }

    private void grains() {
        int grain = VmdkBytes.GRAIN * SECTOR;
        stream("grain of another place", file -> file.putLong(grain, 128));
        stream("grain of no bytes", file -> file.putInt(grain + 8, 0));
        stream("grain of 4 GiB", file -> file.putInt(grain + 8, -1));
        stream("grain that unpacks to more than it may", file -> file.putInt(grain + 8, 1 << 20));
        stream("grain past the end", file -> file.putInt(grain + 8, 66000));
    }
}
