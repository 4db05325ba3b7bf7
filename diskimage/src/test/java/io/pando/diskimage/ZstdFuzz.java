package io.pando.diskimage;

/** Made-up zstd streams. */
public final class ZstdFuzz {
    private ZstdFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.look(input, DiskFormat.RAW_ZSTD);
    }
}
