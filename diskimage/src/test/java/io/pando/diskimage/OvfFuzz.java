package io.pando.diskimage;

/** Made-up descriptors in an archive that is right otherwise. */
public final class OvfFuzz {
    private OvfFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] disk = VmdkBytes.stream().bytes();
        FuzzedFile.look(
                new OvaBytes()
                        .file("machine.ovf", input)
                        .file("disk.vmdk", disk)
                        .bytes(),
                DiskFormat.OVA);
    }
}
