package io.pando.diskimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
            at("vdi", 64, "\u007f\u0010\u00da\u00be"),
            at("luks", 0, "LUKS\u00ba\u00be"),
            at("parallels", 0, "WithoutFreeSpace"),
            at("parallels", 0, "WithouFreSpacExt"),
            at("dmg", -512, "koly"),
            at("gzip", 0, "\u001f\u008b"),
            at("xz", 0, "\u00fd7zXZ"),
            at("zstd", 0, "(\u00b5/\u00fd"),
            at("iso9660", 0x8001, "CD001"));

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
        return formats;
    }

    private boolean matches(Bytes file) throws IOException {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        long place = offset >= 0 ? offset : file.size() + offset;
        return file.holds(place, bytes.length) && file.read(place, bytes.length).equals(ByteBuffer.wrap(bytes));
    }
}
