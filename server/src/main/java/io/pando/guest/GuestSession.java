package io.pando.guest;

import io.pando.api.GuestAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way into a running guest, as root. Blocks; for one thread at a time. An interrupt ends the call at once, and the command in the
 * guest as far as it can be reached.
 *
 * <p>Methods throw {@link GuestException} when the guest does not do its part, and {@link io.pando.host.HostException} when the host does
 * not.
 */
public interface GuestSession extends AutoCloseable {

    /** Most bytes that are kept of each of a command's outputs. */
    int OUTPUT_LIMIT = 1 << 20;

    /** Most bytes that a command can be given as input, and that a file may have that is written. */
    int INPUT_LIMIT = 1 << 20;

    /** Which way it is, never {@link GuestAccess#AUTO}. */
    GuestAccess way();

    /**
     * Runs a program and waits until it has ended and closed its output: a process that it leaves behind must not hold it open. It
     * gets the environment of whatever leads into the guest. A program that is not there is no exception but exit code 127.
     *
     * @param command program and arguments, taken as they are, no shell between; no NUL characters
     * @param input given to its standard input, at most {@link #INPUT_LIMIT}; null gives none
     * @param timeout after which it is ended
     * @throws GuestException with {@link GuestException.Reason#SILENT} when it has not ended in time
     */
    Execution execute(List<String> command, byte @Nullable [] input, Duration timeout) throws InterruptedException;

    /**
     * Reads a file.
     *
     * @param path absolute
     * @param limit most bytes to read, at most {@link #OUTPUT_LIMIT}; what is beyond is left
     * @throws GuestException with {@link GuestException.Reason#REFUSED} when it cannot be read
     */
    byte[] readFile(String path, int limit) throws InterruptedException;

    /**
     * Writes a file: whoever reads it gets the former content or the new one, never a part. Its folder must be there.
     *
     * @param path absolute
     * @param content at most {@link #INPUT_LIMIT}
     * @param mode permissions, for example {@code 0600}
     */
    void writeFile(String path, byte[] content, int mode) throws InterruptedException;

    /** Leaves the guest. Never fails. */
    @Override
    void close();

    /**
     * What a program gave.
     *
     * @param exitCode 0 to 255; 128 and the number of the signal when one ended it
     * @param output of standard output
     * @param error of standard error
     * @param truncated whether there was more of either
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes from here to there; nobody compares it
    record Execution(int exitCode, byte[] output, byte[] error, boolean truncated) {

        /** The output as text. */
        public String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /** The error output as text. */
        public String errorText() {
            return new String(error, StandardCharsets.UTF_8);
        }
    }
}
