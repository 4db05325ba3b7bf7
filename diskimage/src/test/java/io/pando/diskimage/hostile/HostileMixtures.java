package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.OvaBytes;
import io.pando.diskimage.Qcow2Bytes;
import io.pando.diskimage.VdiBytes;
import io.pando.diskimage.VhdxBytes;
import io.pando.diskimage.VmdkBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Files that are two things at once, or another one than they are said to be. */
public final class HostileMixtures {
    private HostileMixtures() {}

    /** A file of each format that is right in everything. */
    public static Map<DiskFormat, Supplier<byte[]>> right() {
        Map<DiskFormat, Supplier<byte[]>> right = new EnumMap<>(DiskFormat.class);
        right.put(DiskFormat.QCOW2, () -> new Qcow2Bytes().bytes());
        right.put(DiskFormat.RAW, () -> new byte[1 << 20]);
        right.put(DiskFormat.VMDK, () -> VmdkBytes.stream().bytes());
        right.put(DiskFormat.VHDX, () -> new VhdxBytes().bytes());
        right.put(DiskFormat.VDI, () -> new VdiBytes().bytes());
        for (DiskFormat format : List.of(DiskFormat.RAW_GZIP, DiskFormat.RAW_XZ, DiskFormat.RAW_ZSTD)) {
            right.put(format, () -> HostileStreams.compressed(format, new byte[1 << 20]));
        }
        right.put(
                DiskFormat.OVA,
                () -> OvaBytes.of(
                        "disk.vmdk", VmdkBytes.stream().bytes(), OvaBytes.address(DiskFormat.VMDK), ovf -> ovf));
        return right;
    }

    /** Such a file. */
    public static byte[] rightOf(DiskFormat format) {
        Supplier<byte[]> content = right().get(format);
        if (content == null) {
            throw new IllegalArgumentException("No file is " + format);
        }
        return content.get();
    }

    static List<HostileFile> files(String canary) {
        List<HostileFile> files = new ArrayList<>();
        right().forEach((actual, content) -> {
            for (DiskFormat declared : DiskFormat.values()) {
                if (declared != actual) {
                    files.add(new HostileFile("a file that is " + actual.label(), declared, content));
                }
            }
        });
        record Mark(String name, int place, String text) {}
        List<Mark> marks = List.of(
                new Mark("ISO 9660", 0x8001, "CD001"),
                new Mark("ISO 9660 in its second descriptor", 0x8801, "CD001"),
                new Mark("VHD at the end", -512, "conectix"),
                new Mark("old VHD at the end", -511, "conectix"),
                new Mark("VMDK at the end", -1024, "KDMV"),
                new Mark("DMG at the end", -512, "koly"),
                new Mark("tar", 257, "ustar"),
                new Mark("VDI", 64, "\u007f\u0010\u00da\u00be"));
        for (Mark mark : marks) {
            for (DiskFormat format : List.of(DiskFormat.QCOW2, DiskFormat.VHDX, DiskFormat.RAW)) {
                files.add(new HostileFile(
                        "also " + mark.name(), format, () -> marked(rightOf(format), mark.place(), mark.text())));
            }
        }
        for (Mark mark : marks.subList(0, 6)) {
            files.add(new HostileFile(
                    "also " + mark.name(),
                    DiskFormat.OVA,
                    () -> marked(Arrays.copyOf(rightOf(DiskFormat.OVA), 128 << 10), mark.place(), mark.text())));
        }
        for (String magic : List.of(
                "QED\0",
                "LUKS\u00ba\u00be",
                "conectix",
                "COWD",
                "WithoutFreeSpace",
                "WithouFreSpacExt",
                "Bochs Virtual HD Image",
                "#!/bin/sh\n#V2.0 Format\n",
                "BZh91AY",
                "PK\u0003\u0004",
                "7z\u00bc\u00af'\u001c",
                "# Disk DescriptorFile\nRW 1 FLAT \"" + canary + "\" 0\n")) {
            for (DiskFormat declared : List.of(DiskFormat.RAW, DiskFormat.QCOW2, DiskFormat.VMDK)) {
                files.add(new HostileFile(
                        "a file that begins with " + magic.replaceAll("[\n\0](?s:.*)", ""),
                        declared,
                        () -> marked(new byte[1 << 16], 0, magic)));
            }
        }
        for (int length : new int[] {0, 1, 511, 513, 1000}) {
            files.add(new HostileFile(length + " bytes", DiskFormat.RAW, () -> new byte[length]));
        }
        return files;
    }

    private static byte[] marked(byte[] file, int place, String latin1) {
        byte[] mark = latin1.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(mark, 0, file, place < 0 ? file.length + place : place, mark.length);
        return file;
    }
}
