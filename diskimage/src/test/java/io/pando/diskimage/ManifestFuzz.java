package io.pando.diskimage;

import java.nio.charset.StandardCharsets;

/** Made-up manifests in an archive that is right otherwise. */
public final class ManifestFuzz {
    private ManifestFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] disk = VmdkBytes.stream().bytes();
        byte[] ovf = OvaBytes.ovf("disk.vmdk", disk.length, OvaBytes.address(DiskFormat.VMDK), 1 << 26)
                .getBytes(StandardCharsets.UTF_8);
        FuzzedFile.look(
                new OvaBytes()
                        .file("machine.ovf", ovf)
                        .file("machine.mf", input)
                        .file("disk.vmdk", disk)
                        .bytes(),
                DiskFormat.OVA);
    }
}
