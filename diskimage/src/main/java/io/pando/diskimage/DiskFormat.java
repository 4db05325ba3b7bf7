package io.pando.diskimage;

import java.util.Locale;
import java.util.Optional;

/** Formats that can be imported. */
public enum DiskFormat {
    QCOW2,
    RAW;

    /** The name that qemu-img and people use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name, if it is one that can be imported. */
    public static Optional<DiskFormat> of(String label) {
        for (DiskFormat format : values()) {
            if (format.label().equals(label)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
