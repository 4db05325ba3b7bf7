package io.pando.diskimage;

/** Made-up archives. */
public final class TarFuzz {
    private TarFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.look(input, DiskFormat.OVA);
    }
}
