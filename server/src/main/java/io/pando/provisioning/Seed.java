package io.pando.provisioning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The small volume that a machine is started with for the first time: an ISO 9660 file system labelled {@code cidata} with the two files
 * that cloud-init's NoCloud source wants, and before it, where ISO 9660 leaves 32 KiB to others, a line with the one-time token. So the
 * token is read without any file system driver, and by root only.
 *
 * @param token by which the machine proves that it is the one that the seed was made for
 * @param instanceId what cloud-init takes for the identity of the machine
 * @param hostName RFC 1123 label
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html">cloud-init: NoCloud</a>
 */
public record Seed(String token, String instanceId, String hostName) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    public Seed {
        if (!WORD.matcher(token).matches()
                || !WORD.matcher(instanceId).matches()
                || !WORD.matcher(hostName).matches()) {
            throw new IllegalArgumentException("What stands in a seed are single words");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Seed[instanceId=" + instanceId + "]";
    }

    /** The whole volume. */
    public byte[] bytes() {
        // Nothing for cloud-init to do but to say who the machine is: Pando's own program does the rest, and reports.
        byte[] volume = new IsoImage("cidata")
                .file("META-DATA", "instance-id: %s\nlocal-hostname: %s\n".formatted(instanceId, hostName))
                .file("USER-DATA", "")
                .bytes();
        ByteBuffer.wrap(volume).put("pando-seed 1 %s\n".formatted(token).getBytes(StandardCharsets.US_ASCII));
        return volume;
    }
}
