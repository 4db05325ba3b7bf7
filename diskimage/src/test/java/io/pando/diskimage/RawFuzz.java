package io.pando.diskimage;

/** Anything, said to be raw: looks for signatures. */
public final class RawFuzz {
    private RawFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzedFile.look(input, DiskFormat.RAW);
    }
}
