package io.pando.diskimage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats that can be imported. */
public enum DiskFormat {
    QCOW2("qcow2", "qcow2"),
    RAW("raw", null),
    VMDK("vmdk", "vmdk"),
    VHDX("vhdx", "vhdx"),
    VDI("vdi", "vdi"),
    RAW_GZIP("raw.gz", "gzip"),
    RAW_XZ("raw.xz", "xz"),
    RAW_ZSTD("raw.zst", "zstd"),
    OVA("ova", "tar");

    private final String label;
    private final @Nullable String signature;

    DiskFormat(String label, @Nullable String signature) {
        this.label = label;
        this.signature = signature;
    }

    /** The name that people use, and for a disk that is not packed qemu-img too. */
    public String label() {
        return label;
    }

    /** The name of the signature that the file must carry; null when it must carry none. */
    @Nullable
    String signature() {
        return signature;
    }

    /** Whether it has to be unpacked before it is a disk. */
    public boolean packed() {
        return switch (this) {
            case RAW_GZIP, RAW_XZ, RAW_ZSTD, OVA -> true;
            case QCOW2, RAW, VMDK, VHDX, VDI -> false;
        };
    }

    /** The format of that name, if it is one that can be imported. */
    public static Optional<DiskFormat> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All names, for people. */
    public static String labels() {
        return Arrays.stream(values()).map(DiskFormat::label).collect(Collectors.joining(", "));
    }

    static Optional<DiskFormat> ofSignature(String signature) {
        return Arrays.stream(values())
                .filter(format -> signature.equals(format.signature))
                .findFirst();
    }
}
