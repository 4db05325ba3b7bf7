package io.pando.diskimage;

/** Made-up VDIs. */
public final class VdiFuzz {
    private VdiFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] rest = FuzzedFile.rest(input);
        byte[] file = FuzzedFile.changes(input)
                ? new VdiBytes().with(bytes -> FuzzedFile.change(bytes, rest)).bytes()
                : rest;
        FuzzedFile.look(file, DiskFormat.VDI);
    }
}
