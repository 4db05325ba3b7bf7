package io.pando.diskimage;

/** Made-up xz streams. */
public final class XzFuzz {
    private XzFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.look(input, DiskFormat.RAW_XZ);
    }
}
