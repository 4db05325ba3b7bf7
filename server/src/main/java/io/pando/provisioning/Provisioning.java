package io.pando.provisioning;

import io.pando.guest.Customisation;
import io.pando.guest.Customisation.Action;
import io.pando.guest.GuestAddress;
import io.pando.guest.GuestException;
import io.pando.guest.GuestException.Reason;
import io.pando.host.Disks;
import io.pando.host.GuestLines;
import io.pando.host.Hosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.springframework.stereotype.Service;

/** Gives machines that were made from staged images their own settings. Thread-safe. */
@Service
public class Provisioning {
    private static final int TOKEN_BYTES = 32;
    private static final int SESSION_BYTES = 4;
    /** As long a guest that was told that this was all may still be there. */
    private static final Duration GONE = Duration.ofSeconds(15);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hosts hosts;

    Provisioning(Hosts hosts) {
        this.hosts = hosts;
    }

    /** A token that nobody can guess. */
    public static String newToken() {
        return random(TOKEN_BYTES);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Puts a seed into the pool of a host. One of that name that is there already is replaced. */
    public void write(String hostId, String volume, Seed seed) {
        Disks disks = hosts.hypervisor(hostId).disks();
        try {
            Path file = Files.createTempFile("pando-seed-", ".iso");
            try (FileChannel content = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                content.write(ByteBuffer.wrap(seed.bytes()));
                disks.upload(volume, content, copied -> {});
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The seed cannot be written", failure);
        }
    }

    /** What is to be known of actions that were carried out before, by an attempt that was cut short. */
    public interface Journal {
        /** Whether it is done already. */
        boolean isDone(String what);

        /** Writes down that it is done. */
        void done(String what);

        /**
         * How far it is.
         *
         * @param percent 0 to 100
         */
        void progress(double percent, String detail);
    }

    private static final String PARTING = "parting";

    /** Written before an action: a guest that is at it hears nothing until it is done, whoever asks. */
    private static final String BEGUN = "begun ";

    /**
     * Waits until the machine asks for its settings, and has it carry them out in turn.
     *
     * @param token that its seed has
     * @param plugIn plugs its network cables in, once it may be heard; may be repeated
     * @param patience how long to wait for it to ask
     * @throws GuestException when it does not ask, or something fails in it; {@linkplain GuestException#lasting() lasting} where it makes
     *     no sense to try again
     */
    public void provision(
            GuestAddress guest,
            String token,
            Customisation.FirstBoot settings,
            Runnable plugIn,
            Duration patience,
            Journal journal)
            throws InterruptedException {
        converse(guest, token, settings.all(), patience, journal, course -> {
            course.carryOut(settings.unheard());
            // Whatever the machine's state was when an earlier attempt was cut short.
            plugIn.run();
            course.carryOut(settings.heard());
            course.part();
        });
    }

    /**
     * Waits until the machine asks for its settings, and has it carry these out, in turn; it goes on asking, for the rest.
     *
     * @throws GuestException like {@link #provision}
     */
    public void prepare(GuestAddress guest, String token, List<Action> actions, Duration patience, Journal journal)
            throws InterruptedException {
        converse(guest, token, actions, patience, journal, course -> course.carryOut(actions));
    }

    /** What is said once the machine has asked. */
    private interface Speech {
        void hold(Course course) throws InterruptedException;
    }

    /** @param all everything that the machine may have been told to do, now or by an attempt that was cut short */
    private void converse(
            GuestAddress guest, String token, List<Action> all, Duration patience, Journal journal, Speech speech)
            throws InterruptedException {
        try (GuestLines.SerialLine opened =
                hosts.hypervisor(guest.hostId()).guests().openProvisioning(guest.domain())) {
            ProvisioningTalk talk = new ProvisioningTalk(new ProvisioningLine(opened), random(SESSION_BYTES));
            boolean parting = journal.isDone(PARTING);
            Duration longest = all.stream()
                    .filter(action -> journal.isDone(BEGUN + action.name()) && !journal.isDone(action.name()))
                    .map(action -> action.timeout().plus(GONE))
                    .reduce(patience, (one, other) -> one.compareTo(other) < 0 ? other : one);
            if (!talk.meet(
                    token,
                    parting ? GONE : longest,
                    () -> journal.progress(5, "Waiting for the guest to ask for its settings"))) {
                if (parting) {
                    // It heard that this was all before whoever said it died.
                    return;
                }
                throw new GuestException(
                                Reason.SILENT,
                                "The guest has not asked for its settings within %d s.".formatted(longest.toSeconds()))
                        .lasting();
            }
            speech.hold(new Course(talk, journal, all.size()));
        }
    }

    /** How far a machine is with its settings. */
    private static final class Course {
        private final ProvisioningTalk talk;
        private final Journal journal;
        private final int all;
        private int number;

        Course(ProvisioningTalk talk, Journal journal, int all) {
            this.talk = talk;
            this.journal = journal;
            this.all = all;
        }

        void carryOut(List<Action> actions) throws InterruptedException {
            for (Action action : actions) {
                number++;
                if (journal.isDone(action.name())) {
                    continue;
                }
                double percent = 10 + 85.0 * (number - 1) / all;
                journal.progress(percent, action.title());
                journal.done(BEGUN + action.name());
                talk.carryOut(number, action, said -> journal.progress(percent, action.title() + ": " + said));
                journal.done(action.name());
            }
        }

        /** Tells the machine that this was all. */
        void part() throws InterruptedException {
            journal.done(PARTING);
            talk.part();
        }
    }
}
