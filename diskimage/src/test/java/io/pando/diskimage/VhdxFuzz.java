package io.pando.diskimage;

/** Made-up VHDX files, with sums that are right where it matters. */
public final class VhdxFuzz {
    private VhdxFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] rest = FuzzedFile.rest(input);
        byte[] file = FuzzedFile.changes(input)
                ? new VhdxBytes().with(bytes -> FuzzedFile.change(bytes, rest)).bytes()
                : rest;
        FuzzedFile.look(file, DiskFormat.VHDX);
    }
}
