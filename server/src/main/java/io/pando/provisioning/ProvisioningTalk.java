package io.pando.provisioning;

import io.pando.guest.Customisation.Action;
import io.pando.guest.GuestException;
import io.pando.guest.GuestException.Reason;
import io.pando.guest.GuestSession.Execution;
import io.pando.guest.GuestText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is said between Pando and the first-boot program of one machine. Not thread-safe. */
final class ProvisioningTalk {
    /** A guest that has just begun to listen may not have heard the first request. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(3);

    /** The guest ends what takes too long; as much later Pando no longer believes that it will. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration FAREWELL = Duration.ofSeconds(30);
    private static final int MOST_STATUS_DIGITS = 3;
    private static final int LONGEST_PROGRESS = 200;

    private final ProvisioningLine line;
    private final String session;

    /** @param session a word that was never used before on this line */
    ProvisioningTalk(ProvisioningLine line, String session) {
        this.line = line;
        this.session = session;
    }

    /**
     * Asks who is there until somebody proves to be the machine that is meant.
     *
     * @param waiting told now and then that nobody has answered yet
     * @return false when nobody answered in time
     * @throws GuestException when whoever answers has another token
     */
    boolean meet(String token, Duration patience, Runnable waiting) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // Whatever an earlier session was saying when it ended, ends here.
            line.send("\nopen " + session);
            ProvisioningLine.Said said = hear("hello", session, Duration.ofNanos(Math.min(left, ASK_AGAIN.toNanos())));
            if (said != null) {
                if (!MessageDigest.isEqual(token.getBytes(StandardCharsets.US_ASCII), said.data())) {
                    throw new GuestException(
                            Reason.NONSENSE, "The guest that asks for this machine's settings is another one.");
                }
                return true;
            }
            waiting.run();
        }
    }

    /** The next line with this word and argument; others are from before, or said twice, and count for nothing. */
    private ProvisioningLine.@Nullable Said hear(String word, String argument, Duration longest)
            throws InterruptedException {
        return hear(word, argument, longest, other -> {});
    }

    private ProvisioningLine.@Nullable Said hear(
            String word, String argument, Duration longest, Consumer<ProvisioningLine.Said> others)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            ProvisioningLine.Said said = line.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (said == null || (said.word().equals(word) && said.argument().equals(argument))) {
                return said;
            }
            others.accept(said);
        }
    }

    /**
     * Has the guest do something.
     *
     * @param number of the action in this session, from 1
     * @param progress told what the guest says of it meanwhile
     * @throws GuestException when it fails, or takes too long
     */
    Execution carryOut(int number, Action action, Consumer<String> progress) throws InterruptedException {
        byte[] input = action.input();
        if (input != null) {
            line.send("input - " + ProvisioningLine.encoded(input));
        }
        String name = session + "-" + number;
        byte[] script = ("cd /\n" + action.script()).getBytes(StandardCharsets.UTF_8);
        line.send("run %s %d %s".formatted(name, action.timeout().toSeconds(), ProvisioningLine.encoded(script)));
        ProvisioningLine.Said result = hear("result", name, action.timeout().plus(GRACE), other -> {
            if (other.word().equals("progress") && other.argument().equals(name)) {
                progress.accept(GuestText.shown(other.data(), LONGEST_PROGRESS));
            }
        });
        if (result == null) {
            throw new GuestException(Reason.SILENT, "%s: the guest did not say how it went.".formatted(action.title()))
                    .lasting();
        }
        return action.accepted(execution(result.data()));
    }

    /** A line with the exit status, and what was said last. */
    private static Execution execution(byte[] data) {
        int end = 0;
        while (end < data.length && end < MOST_STATUS_DIGITS && data[end] >= '0' && data[end] <= '9') {
            end++;
        }
        if (end == 0 || end == data.length || data[end] != '\n') {
            throw new GuestException(Reason.NONSENSE, "The guest says how it went in a way that cannot be read.");
        }
        int status = Integer.parseInt(new String(data, 0, end, StandardCharsets.US_ASCII));
        return new Execution(status, Arrays.copyOfRange(data, end + 1, data.length), new byte[0], false);
    }

    /** Tells the guest that this was all. */
    boolean part() throws InterruptedException {
        line.send("end " + session);
        return hear("bye", session, FAREWELL) != null;
    }
}
