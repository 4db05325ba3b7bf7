package io.pando.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;

/** A guest's screen: RFB (RFC 6143) as QEMU speaks it, unread. */
final class ScreenLine implements ConsoleLine {
    private final ByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1_024);

    ScreenLine(ByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public byte[] receive() throws IOException, Ended {
        if (channel.read(buffer.clear()) < 0) {
            throw new Ended(ConsoleEnd.STOPPED);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            // Closed is closed: nothing more comes from it.
            return;
        }
    }
}
