package io.pando.diskimage;

/** Made-up VMDKs of both kinds. */
public final class VmdkFuzz {
    private VmdkFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] rest = FuzzedFile.rest(input);
        VmdkBytes base = input.length > 0 && (input[0] & 2) != 0 ? VmdkBytes.stream() : VmdkBytes.sparse();
        byte[] file = FuzzedFile.changes(input)
                ? base.with(bytes -> FuzzedFile.change(bytes, rest)).bytes()
                : rest;
        FuzzedFile.look(file, DiskFormat.VMDK);
    }
}
