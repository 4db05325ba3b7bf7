package io.pando.diskimage;

/** Made-up gzip streams. */
public final class GzipFuzz {
    private GzipFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.look(input, DiskFormat.RAW_GZIP);
    }
}
