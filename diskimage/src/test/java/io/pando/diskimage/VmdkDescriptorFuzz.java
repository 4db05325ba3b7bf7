package io.pando.diskimage;

import java.nio.charset.StandardCharsets;

/** Made-up descriptors in a VMDK that is right otherwise. */
public final class VmdkDescriptorFuzz {
    private VmdkDescriptorFuzz() {}

    /** Called by the fuzzer, and with what it has found. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        FuzzedFile.look(
                VmdkBytes.sparse()
                        .withDescriptor(right -> text.substring(0, Math.min(4_000, text.length())))
                        .bytes(),
                DiskFormat.VMDK);
    }
}
