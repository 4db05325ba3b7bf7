package io.pando.host;

import io.pando.libvirt.DownloadStream;
import io.pando.libvirt.UploadStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Takes what a download gives, counts it in, and hands it on where that is wanted. Holes stay holes, and count as the zeros that they read as. */
final class Digesting implements DownloadStream.Sink {
    private static final byte[] ZEROS = new byte[64 << 10];

    private final @Nullable UploadStream target;
    private final LongConsumer progress;
    private final MessageDigest digest;
    private long done;

    Digesting(@Nullable UploadStream target, LongConsumer progress) {
        this.target = target;
        this.progress = progress;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    @Override
    public void data(ByteBuffer bytes) {
        int length = bytes.remaining();
        digest.update(bytes.duplicate());
        if (target != null) {
            target.write(bytes);
        }
        tell(length);
    }

    @Override
    public void hole(long length) {
        for (long left = length; left > 0; left -= ZEROS.length) {
            digest.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
        if (target != null) {
            target.writeHole(length);
        }
        tell(length);
    }

    private void tell(long length) {
        done += length;
        progress.accept(done);
    }

    String hexadecimal() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
