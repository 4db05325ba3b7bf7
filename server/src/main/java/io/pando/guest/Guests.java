package io.pando.guest;

import io.pando.api.GuestAccess;
import io.pando.guest.GuestException.Reason;
import io.pando.host.GuestLines;
import io.pando.host.HostException;
import io.pando.host.Hosts;
import jakarta.annotation.PreDestroy;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/** Finds a way into guests. Thread-safe; an interrupt ends any wait at once. */
@Service
public class Guests {
    /**
     * How long an agent may take to answer at first. What is asked before it begins to listen it may never hear, so it is asked anew
     * soon; but a guest that is slow and busy gets longer each time.
     */
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(2);

    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(8);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** With less patience than this there is no time to see who answers first. */
    private static final Duration HURRY = Duration.ofSeconds(15);
    /**
     * How long at least the console alone is not believed: an agent often starts a little later than the login on the console. In a
     * guest that starts slowly that little is longer: the time that the login took, divided by {@link #LOGIN_DIVISOR}.
     */
    private static final Duration AGENT_HEADSTART = Duration.ofSeconds(8);

    private static final int LOGIN_DIVISOR = 4;
    /** How long a guest may stay silent on its console before it is asked whether it is there. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** How long at most between two looks whether a guest that was asked to restart has gone down. */
    private static final Duration GOING_DOWN = Duration.ofSeconds(5);

    // With systemd what is left in the background may be ended when the session ends. Without it the guest may end the
    // session before
    // the command has, which then would not be answered any more.
    private static final String REBOOT = """
            PATH=$PATH:/usr/sbin:/sbin
            [ -d /run/systemd/system ] && exec systemctl --no-block reboot
            setsid=setsid
            command -v setsid >/dev/null || setsid=
            $setsid sh -c 'sleep 1; reboot' </dev/null >/dev/null 2>&1 &
            """;

    private static final Duration CONSOLE_ATTEMPT = Duration.ofSeconds(45);
    private static final Duration LINGER = Duration.ofSeconds(20);
    private static final Duration OFF_PATIENCE = Duration.ofSeconds(8);
    private static final Pattern BOOT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Function<String, GuestLines> hosts;
    private final Map<GuestAddress, SerialHub> hubs = new ConcurrentHashMap<>();

    @Autowired
    public Guests(Hosts hosts) {
        this(hostId -> hosts.hypervisor(hostId).guests());
    }

    /**
     * For lines that come from elsewhere.
     *
     * @param hosts gives the lines into the guests of a host, by its id
     */
    public Guests(Function<String, GuestLines> hosts) {
        this.hosts = hosts;
    }

    /**
     * Opens a session as soon as the guest answers.
     *
     * @param access {@link GuestAccess#AUTO} prefers the agent and takes the console where only that answers
     * @param login needed for the console; without it {@link GuestAccess#AUTO} means the agent
     * @param patience how long to wait for the guest
     * @throws GuestException when it does not answer in time, or lets nobody in
     * @throws HostException when the host refuses, for example because the guest is off
     */
    public GuestSession open(GuestAddress address, GuestAccess access, @Nullable Login login, Duration patience)
            throws InterruptedException {
        return open(address, access, login, patience, waiting -> {});
    }

    /**
     * Like {@link #open(GuestAddress, GuestAccess, Login, Duration)}.
     *
     * @param progress told in a few words what is being waited for, each time that changes
     */
    public GuestSession open(
            GuestAddress address,
            GuestAccess access,
            @Nullable Login login,
            Duration patience,
            Consumer<String> progress)
            throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        return switch (access) {
            case AGENT -> openAgent(address, deadline, patience, progress);
            case CONSOLE -> openConsole(address, required(login), deadline, progress);
            case AUTO ->
                login == null
                        ? openAgent(address, deadline, patience, progress)
                        : openEither(address, login, deadline, patience, progress);
        };
    }

    /**
     * Waits until the guest lets Pando in.
     *
     * @return the way in, never {@link GuestAccess#AUTO}
     * @throws GuestException when it does not answer in time, or lets nobody in
     */
    public GuestAccess awaitAnswer(
            GuestAddress address,
            GuestAccess access,
            @Nullable Login login,
            Duration patience,
            Consumer<String> progress)
            throws InterruptedException {
        try (GuestSession session = open(address, access, login, patience, progress)) {
            return session.way();
        }
    }

    /**
     * Opens a session as soon as the guest answers and has started again.
     *
     * @param formerBootId what {@link #bootId} gave before
     * @throws GuestException when it does not answer in time, or still runs without having started again
     */
    public GuestSession openAfterReboot(
            GuestAddress address,
            GuestAccess access,
            @Nullable Login login,
            String formerBootId,
            Duration patience,
            Consumer<String> progress)
            throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        for (Duration pause = LONGEST_PAUSE; ; pause = pause.plus(LONGEST_PAUSE)) {
            GuestSession session = open(address, access, login, deadline.left(), progress);
            boolean usable = false;
            try {
                usable = !bootId(session).equals(formerBootId);
                if (usable) {
                    return session;
                }
            } catch (GuestException failure) {
                // It may have gone down while it was asked.
                if (!failure.passing() || deadline.passed()) {
                    throw failure;
                }
            } finally {
                if (!usable) {
                    session.close();
                }
            }
            if (deadline.passed()) {
                throw new GuestException(
                        Reason.SILENT, "The guest did not start again within %d s.".formatted(patience.toSeconds()));
            }
            progress.accept("Waiting for the guest to go down");
            deadline.pause(pause.compareTo(GOING_DOWN) < 0 ? pause : GOING_DOWN);
        }
    }

    /**
     * Asks the guest to start again, and does not wait for it: {@link #openAfterReboot} does. Close the session afterwards.
     *
     * @throws GuestException when the guest refuses; one that is going down already may also be silent
     */
    public void reboot(GuestSession session) throws InterruptedException {
        GuestSession.Execution execution =
                session.execute(List.of("/bin/sh", "-c", REBOOT), null, Duration.ofSeconds(30));
        if (execution.exitCode() != 0) {
            throw new GuestException(
                    Reason.REFUSED, "The guest does not restart: " + GuestText.shown(execution.error(), 200));
        }
    }

    /** What tells one start of a guest from another. */
    public String bootId(GuestSession session) throws InterruptedException {
        String id =
                new String(session.readFile("/proc/sys/kernel/random/boot_id", 64), StandardCharsets.US_ASCII).strip();
        if (!BOOT_ID.matcher(id).matches()) {
            throw new GuestException(Reason.NONSENSE, "The guest's boot id is none.");
        }
        return id;
    }

    /** Lets somebody look at the guest's serial console. Opens it without waiting for it. */
    public SerialViewer watchSerial(GuestAddress address) {
        return withHub(address, SerialHub::attach);
    }

    /** Opens the guest's graphical screen, speaking RFB (RFC 6143). */
    public ByteChannel openScreen(GuestAddress address) {
        return lines(address).openScreen(address.domain());
    }

    /** Ends every look at a console. */
    @PreDestroy
    void close() {
        hubs.values().forEach(SerialHub::close);
    }

    private GuestSession openAgent(
            GuestAddress address, Deadline deadline, Duration patience, Consumer<String> progress)
            throws InterruptedException {
        progress.accept("Waiting for the guest's agent");
        RuntimeException last;
        Duration pause = FIRST_PAUSE;
        AgentAttempts agent = new AgentAttempts(address);
        do {
            try {
                return agent.attempt(deadline);
            } catch (GuestException failure) {
                if (failure.reason() == Reason.REFUSED) {
                    throw failure;
                }
                last = failure;
            } catch (HostException failure) {
                if (!failure.passing()) {
                    throw failure;
                }
                last = failure;
            }
            deadline.pause(pause);
            pause = longer(pause, LONGEST_PAUSE);
        } while (!deadline.passed());
        throw new GuestException(
                Reason.SILENT, "The guest's agent did not answer within %d s.".formatted(patience.toSeconds()), last);
    }

    private GuestSession openConsole(GuestAddress address, Login login, Deadline deadline, Consumer<String> progress)
            throws InterruptedException {
        progress.accept("Waiting for the login on the guest's console");
        while (true) {
            try {
                return ConsoleGuestSession.open(withHub(address, SerialHub::seize), login, deadline, progress);
            } catch (GuestException failure) {
                // The console may be given back by another session, and a guest that restarts comes back.
                boolean again = failure.reason() == Reason.BUSY || failure.reason() == Reason.LOST;
                if (!again || deadline.passed()) {
                    throw failure;
                }
                deadline.pause(LONGEST_PAUSE);
            }
        }
    }

    /** Both at once: the agent is asked again and again while the console is only watched. */
    private GuestSession openEither(
            GuestAddress address, Login login, Deadline deadline, Duration patience, Consumer<String> progress)
            throws InterruptedException {
        progress.accept("Waiting for the guest's agent or the login on its console");
        boolean hurry = patience.compareTo(HURRY) < 0;
        RuntimeException last = null;
        Duration pause = FIRST_PAUSE;
        AgentAttempts agent = new AgentAttempts(address);
        try (ConsoleWatch watch = new ConsoleWatch(withHub(address, SerialHub::attachForNews), SILENCE)) {
            while (true) {
                boolean consoleOnly = hurry;
                try {
                    return agent.attempt(deadline);
                } catch (GuestException failure) {
                    consoleOnly |= failure.reason() == Reason.REFUSED;
                    last = failure;
                } catch (HostException failure) {
                    if (!failure.passing()) {
                        throw failure;
                    }
                    last = failure;
                }
                if (consoleOnly || watch.loginBelieved() || watch.silentTwice()) {
                    GuestSession session = tryConsole(address, login, deadline, consoleOnly, progress);
                    if (session != null) {
                        return session;
                    }
                    watch.restart();
                }
                if (deadline.passed()) {
                    break;
                }
                watch.listen(deadline.left(pause));
                pause = longer(pause, LONGEST_PAUSE);
            }
        }
        throw new GuestException(
                Reason.SILENT,
                "Neither the guest's agent nor its console answered within %d s.".formatted(patience.toSeconds()),
                last);
    }

    private @Nullable GuestSession tryConsole(
            GuestAddress address, Login login, Deadline deadline, boolean last, Consumer<String> progress)
            throws InterruptedException {
        try {
            return openConsole(address, login, last ? deadline : deadline.atMost(CONSOLE_ATTEMPT), progress);
        } catch (GuestException failure) {
            if (!failure.passing() || deadline.passed()) {
                throw failure;
            }
            return null;
        }
    }

    private GuestLines lines(GuestAddress address) {
        return hosts.apply(address.hostId());
    }

    private <T> T withHub(GuestAddress address, Function<SerialHub, Optional<T>> use) {
        while (true) {
            hubs.values().removeIf(SerialHub::closed);
            SerialHub hub = hubs.computeIfAbsent(address, this::newHub);
            // One that closes at this very moment is replaced in the next round.
            Optional<T> used = use.apply(hub);
            if (used.isPresent()) {
                return used.get();
            }
        }
    }

    private SerialHub newHub(GuestAddress address) {
        return new SerialHub(
                        () -> lines(address).openSerial(address.domain()),
                        address.domain().toString(),
                        LINGER,
                        OFF_PATIENCE)
                .start();
    }

    private static Login required(@Nullable Login login) {
        if (login == null) {
            throw new GuestException(
                    Reason.WRONG_ACCOUNT, "The image names no account with which Pando could log in on the console.");
        }
        return login;
    }

    private static Duration longer(Duration time, Duration longest) {
        Duration longer = time.multipliedBy(3).dividedBy(2);
        return longer.compareTo(longest) < 0 ? longer : longest;
    }

    /** Asks for one guest's agent again and again. */
    private final class AgentAttempts {
        private final GuestAddress address;
        private Duration time = FIRST_ATTEMPT;

        AgentAttempts(GuestAddress address) {
            this.address = address;
        }

        GuestSession attempt(Deadline deadline) throws InterruptedException {
            long began = System.nanoTime();
            try {
                return AgentGuestSession.open(lines(address), address.domain(), deadline.left(time));
            } catch (GuestException failure) {
                // A channel at which nobody listens is refused at once, which says nothing of how quick the guest is.
                if (System.nanoTime() - began >= time.toNanos()) {
                    time = longer(time, LONGEST_ATTEMPT);
                }
                throw failure;
            }
        }
    }

    /** What can be told of a guest from its console without touching it. */
    private static final class ConsoleWatch implements AutoCloseable {
        private static final int KEPT = 2_048;

        private final SerialViewer viewer;
        private final Duration silence;
        private final StringBuilder heard = new StringBuilder();
        private final long began = System.nanoTime();
        private long quietSince = began;
        private long loginSince;
        private boolean loginSeen;
        private int asked;

        ConsoleWatch(SerialViewer viewer, Duration silence) {
            this.viewer = viewer;
            this.silence = silence;
        }

        void listen(Duration wait) throws InterruptedException {
            Deadline deadline = Deadline.in(wait);
            do {
                byte[] bytes = viewer.take(deadline.left());
                if (bytes != null) {
                    heard.append(new String(bytes, StandardCharsets.ISO_8859_1));
                    heard.delete(0, Math.max(0, heard.length() - KEPT));
                    quietSince = System.nanoTime();
                    if (!loginSeen && ConsolePrompts.last(heard) == ConsolePrompts.Prompt.LOGIN) {
                        loginSeen = true;
                        loginSince = System.nanoTime();
                    }
                } else if (viewer.end() != null) {
                    deadline.pause(wait);
                }
            } while (!deadline.passed());
            if (!loginSeen && System.nanoTime() - quietSince > silence.toNanos()) {
                // A prompt that was shown before anybody looked is shown again.
                viewer.type(new byte[] {'\r'}, Duration.ZERO);
                asked++;
                quietSince = System.nanoTime();
            }
        }

        boolean loginBelieved() {
            long headstart = Math.max(AGENT_HEADSTART.toNanos(), (loginSince - began) / LOGIN_DIVISOR);
            return loginSeen && System.nanoTime() - loginSince >= headstart;
        }

        boolean silentTwice() {
            return asked > 2;
        }

        void restart() {
            loginSeen = false;
            asked = 0;
            heard.setLength(0);
            quietSince = System.nanoTime();
        }

        @Override
        public void close() {
            viewer.close();
        }
    }
}
