package io.pando.diskimage;

/** Made-up qcow2 files. */
public final class Qcow2Fuzz {
    private Qcow2Fuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] rest = FuzzedFile.rest(input);
        byte[] file = FuzzedFile.changes(input)
                ? new Qcow2Bytes().with(bytes -> FuzzedFile.change(bytes, rest)).bytes()
                : rest;
        FuzzedFile.look(file, DiskFormat.QCOW2);
    }
}
