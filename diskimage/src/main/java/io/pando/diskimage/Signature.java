package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** By what bytes a format is known, and where they stand. */
record Signature(String format, long offset, String latin1) {
    private static final List<Signature> KNOWN = List.of(
            at("qcow2", 0, "QFI\u00fb"),
            at("qed", 0, "QED\0"),
            at("vmdk", 0, "KDMV"),
            at("vmdk", 0, "COWD"),
            at("vmdk", 0, "# Disk DescriptorFile"),
            at("vhdx", 0, "vhdxfile"),
            at("vpc", 0, "conectix"),
            // A fixed VHD is raw but for its last sector, and a VMDK may have its header near its end.
            at("vpc", -512, "conectix"),
            at("vpc", -511, "conectix"),
            at("vmdk", -1024, "KDMV"),
            at("vdi", 64, "\u007f\u0010\u00da\u00be"),
            at("luks", 0, "LUKS\u00ba\u00be"),
            at("parallels", 0, "WithoutFreeSpace"),
            at("parallels", 0, "WithouFreSpacExt"),
            at("dmg", -512, "koly"),
            at("gzip", 0, "\u001f\u008b"),
            at("xz", 0, "\u00fd7zXZ"),
            at("zstd", 0, "(\u00b5/\u00fd"),
            at("bzip2", 0, "BZh"),
            at("zip", 0, "PK\u0003\u0004"),
            at("7z", 0, "7z\u00bc\u00af'\u001c"),
            at("bochs", 0, "Bochs Virtual HD Image"),
            at("cloop", 0, "#!/bin/sh\n#V2.0 Format\n"),
            at("tar", 257, "ustar"),
            at("iso9660", 0x8001, "CD001"),
            at("iso9660", 0x8801, "CD001"));

    /** As much as QEMU itself reads to tell a VMDK's descriptor, which has no signature, from something else. */
    private static final int DESCRIPTOR = 4096;

    private static final Pattern VMDK_DESCRIPTOR = Pattern.compile("(?:\\s*+(?:#[^\n]*+\n)?+)*+version=[0-9]");

    /** A negative offset counts from the end of the file; each character of the text is one byte. */
    private static Signature at(String format, long offset, String latin1) {
        return new Signature(format, offset, latin1);
    }

    /** Every format whose signature the file carries, each once. */
    static List<String> detect(Bytes file) throws IOException {
        List<String> formats = new ArrayList<>();
        for (Signature signature : KNOWN) {
            if (!formats.contains(signature.format) && signature.matches(file)) {
                formats.add(signature.format);
            }
        }
        if (!formats.contains("vmdk")
                && VMDK_DESCRIPTOR.matcher(file.latin1(0, DESCRIPTOR)).lookingAt()) {
            formats.add("vmdk");
        }
        return formats;
    }

    private boolean matches(Bytes file) throws IOException {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        long place = offset >= 0 ? offset : file.size() + offset;
        return file.holds(place, bytes.length) && file.read(place, bytes.length).equals(ByteBuffer.wrap(bytes));
    }
}
