package io.pando.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The program that a machine runs at its first start; put into images when they are staged. */
public final class FirstBoot {
    private FirstBoot() {}

    /** The program, in POSIX shell. */
    public static byte[] program() {
        try (InputStream content = FirstBoot.class.getResourceAsStream("first-boot")) {
            if (content == null) {
                throw new IllegalStateException("The first-boot program is missing");
            }
            return content.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
