package io.pando.provisioning;

import io.pando.guest.GuestException;
import io.pando.guest.GuestException.Reason;
import io.pando.host.GuestLines;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lines of words to and from a guest. A line is cut off where somebody died, and only that line: the next one begins anew. Not
 * thread-safe.
 */
final class ProvisioningLine {
    private static final int LONGEST = 64 << 10;
    /** A guest that talks without end is not listened to. */
    private static final long MOST = 16L << 20;

    private static final int PIECE = 16 << 10;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final GuestLines.SerialLine line;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final Queue<Said> heard = new ArrayDeque<>();
    private final byte[] piece = new byte[PIECE];
    private long all;

    ProvisioningLine(GuestLines.SerialLine line) {
        this.line = line;
    }

    /**
     * One line that a guest said.
     *
     * @param argument session or number
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes from here to there; nobody compares it
    record Said(String word, String argument, byte[] data) {}

    void send(String words) {
        line.write((words + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    static String encoded(byte[] data) {
        String text = Base64.getEncoder().encodeToString(data);
        return text.length() + " " + text;
    }

    /**
     * The next line that is one.
     *
     * @return null when none came in time
     * @throws GuestException with {@link Reason#LOST} when the machine is off, with {@link Reason#NONSENSE} when it says too much
     */
    @Nullable
    Said next(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (heard.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            Duration wait = Duration.ofNanos(Math.min(left, LOOK.toNanos()));
            int count = line.read(piece, wait);
            if (Thread.interrupted()) {
                throw new InterruptedException("while hearing a guest");
            }
            if (count < 0) {
                throw new GuestException(Reason.LOST, "The machine was switched off while it got its settings.");
            }
            take(count);
        }
        return heard.remove();
    }

    private void take(int count) {
        all += count;
        if (all > MOST) {
            throw new GuestException(Reason.NONSENSE, "The guest says more than a guest has to say.");
        }
        for (int index = 0; index < count; index++) {
            if (piece[index] == '\n') {
                Said said = parse(partial.toString(StandardCharsets.ISO_8859_1));
                partial.reset();
                if (said != null) {
                    heard.add(said);
                }
            } else if (partial.size() < LONGEST) {
                partial.write(piece[index]);
            } else {
                throw new GuestException(Reason.NONSENSE, "The guest says a line that is longer than any may be.");
            }
        }
    }

    /** Null when it is no line, such as one that was cut off. */
    static @Nullable Said parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4
                || !words[0].matches("[a-z]{1,16}")
                || !words[1].matches("[A-Za-z0-9-]{1,64}")
                || !words[2].equals(Integer.toString(words[3].length()))) {
            return null;
        }
        try {
            return new Said(words[0], words[1], Base64.getDecoder().decode(words[3]));
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }
}
