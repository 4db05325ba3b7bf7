package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import java.util.function.Supplier;

/**
 * A file that must be refused.
 *
 * @param name what is wrong with it; unique
 * @param declared what it is said to be
 * @param content its bytes, made anew each time
 */
public record HostileFile(String name, DiskFormat declared, Supplier<byte[]> content) {
    @Override
    public String toString() {
        return declared.label() + ": " + name;
    }
}
