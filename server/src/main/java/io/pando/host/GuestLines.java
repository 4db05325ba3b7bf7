package io.pando.host;

import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.UUID;

/** The lines that lead into running guests. What comes out of them was said by the guest: trust nothing. */
public interface GuestLines {

    /** Name of the port by which a machine asks for its settings. */
    String PROVISIONING = "io.pando.provisioning.0";

    /**
     * Sends one command to the guest agent and waits for its answer.
     *
     * @param command as JSON (QEMU guest agent protocol)
     * @param timeout at least one second
     * @return the answer as JSON, at most a few MiB
     * @throws HostException with {@link HostException.Reason#GUEST_SILENT} when the agent is not there or not in time
     */
    String agent(UUID uuid, String command, Duration timeout);

    /** Opens the serial console; whoever has it open loses it. */
    SerialLine openSerial(UUID uuid);

    /** Opens the line by which a machine asks for its settings at its first start; it has one while it has a seed. */
    SerialLine openProvisioning(UUID uuid);

    /**
     * Opens the graphical screen, speaking RFB (RFC 6143). Reading waits until something comes, writing as long as nothing is taken; one
     * thread may read while another one writes, and any may close. Reading may also fail with a {@link HostException}.
     *
     * @throws HostException with {@link HostException.Reason#NEXT_START} or {@link HostException.Reason#TAKEN} on another computer
     */
    ByteChannel openScreen(UUID uuid);

    /** Takes a picture of the screen, as PNG. */
    byte[] screenshot(UUID uuid);

    /** A serial line, one reader and one writer at a time. */
    interface SerialLine extends AutoCloseable {
        /**
         * Reads what has come, waiting for the first byte at most so long.
         *
         * @return number of bytes; 0 when nothing came in time; -1 when the line is closed
         */
        int read(byte[] buffer, Duration wait) throws InterruptedException;

        /** Writes all bytes. */
        void write(byte[] bytes);

        @Override
        void close();
    }
}
