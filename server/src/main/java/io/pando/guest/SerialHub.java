package io.pando.guest;

import io.pando.guest.GuestException.Reason;
import io.pando.guest.SerialViewer.End;
import io.pando.host.GuestLines.SerialLine;
import io.pando.host.HostException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One guest's serial console, shared: its line can be open only once. People see everything that comes and may type, except while Pando
 * itself is logged in there: then they see nothing, because passwords and files pass, and cannot type.
 *
 * <p>The line is open as long as somebody uses the hub and a little longer; it is opened again when the guest was off in between. A
 * closed hub is of no use any more. Thread-safe.
 */
final class SerialHub implements AutoCloseable {
    /** Bytes of the past that a new viewer gets to see. */
    static final int SCROLLBACK = 64 * 1_024;

    static final String TAKEN = "\r\n[Pando is using this console]\r\n";
    static final String GIVEN_BACK = "\r\n[Pando has left this console]\r\n";

    private static final int VIEWER_BUFFER = 512 * 1_024;
    private static final int PIECE = 4 * 1_024;
    private static final Duration TYPING_PAUSE = Duration.ofMillis(10);
    private static final Duration READ_WAIT = Duration.ofMillis(200);
    private static final Duration FIRST_REOPENING = Duration.ofMillis(100);
    private static final Duration SLOWEST_REOPENING = Duration.ofSeconds(2);
    /** A line that is closed sooner than this again and again is being taken by somebody else. */
    private static final Duration STEADY = Duration.ofSeconds(3);

    private static final int MOST_LOSSES = 5;

    private final Supplier<SerialLine> opener;
    private final Duration linger;
    private final Duration patience;
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private final Scrollback scrollback = new Scrollback();
    private final BlockingQueue<byte[]> input = new ArrayBlockingQueue<>(64);
    private final Thread reading;
    private final Thread writing;

    private @Nullable Tap tap;
    private @Nullable SerialLine line;
    private @Nullable HostException trouble;
    /** Whether it has shown itself if the line can be opened. */
    private boolean tried;

    private long unusedSince = System.nanoTime();
    private boolean closed;

    /**
     * @param opener opens the line
     * @param name for the threads' names
     * @param linger how long the line stays open after the last user left
     * @param patience how long viewers wait for a guest that is off
     */
    SerialHub(Supplier<SerialLine> opener, String name, Duration linger, Duration patience) {
        this.opener = opener;
        this.linger = linger;
        this.patience = patience;
        this.reading = Thread.ofVirtual().name("serial-reading-" + name).unstarted(this::read);
        this.writing = Thread.ofVirtual().name("serial-writing-" + name).unstarted(this::write);
    }

    SerialHub start() {
        reading.start();
        writing.start();
        return this;
    }

    /** Lets somebody look, beginning with the past; empty when the hub has closed. */
    Optional<SerialViewer> attach() {
        return attach(true);
    }

    /** Lets somebody look at what comes from now on; empty when the hub has closed. */
    Optional<SerialViewer> attachForNews() {
        return attach(false);
    }

    private synchronized Optional<SerialViewer> attach(boolean past) {
        if (closed) {
            return Optional.empty();
        }
        Viewer viewer = new Viewer();
        if (past) {
            viewer.offer(scrollback.content());
        }
        if (tap != null) {
            viewer.offer(bytes(TAKEN));
        }
        viewers.add(viewer);
        notifyAll();
        return Optional.of(viewer);
    }

    /**
     * Takes the console for Pando alone; empty when the hub has closed.
     *
     * @throws GuestException with {@link Reason#BUSY} when it is taken already
     */
    synchronized Optional<Tap> seize() {
        if (closed) {
            return Optional.empty();
        }
        if (tap != null) {
            throw new GuestException(Reason.BUSY, "Pando is using the guest's console for something else.");
        }
        Tap seized = new Tap();
        tap = seized;
        input.clear();
        viewers.forEach(viewer -> viewer.offer(bytes(TAKEN)));
        notifyAll();
        return Optional.of(seized);
    }

    synchronized boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        close(End.CLOSED);
        reading.interrupt();
    }

    private void close(End end) {
        SerialLine open;
        synchronized (this) {
            closed = true;
            List.copyOf(viewers).forEach(viewer -> viewer.finish(end));
            viewers.clear();
            if (tap != null) {
                tap.lose();
            }
            open = line;
            line = null;
            notifyAll();
        }
        writing.interrupt();
        if (open != null) {
            closeQuietly(open);
        }
    }

    // --- the thread that reads

    private void read() {
        End end = End.CLOSED;
        try {
            end = readUntilUnused();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            close(end);
        }
    }

    private End readUntilUnused() throws InterruptedException {
        byte[] buffer = new byte[16 * 1_024];
        Duration pause = FIRST_REOPENING;
        Deadline hope = Deadline.in(patience);
        int losses = 0;
        while (goOn()) {
            SerialLine open = open();
            if (open == null) {
                if (hope.passed()) {
                    if (onlyViewers()) {
                        return off() ? End.STOPPED : End.LOST;
                    }
                    hope = Deadline.in(patience);
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(SLOWEST_REOPENING) < 0
                        ? pause.multipliedBy(2)
                        : SLOWEST_REOPENING;
                continue;
            }
            long since = System.nanoTime();
            pump(open, buffer);
            losses = System.nanoTime() - since < STEADY.toNanos() ? losses + 1 : 0;
            if (losses >= MOST_LOSSES) {
                return End.LOST;
            }
            pause = FIRST_REOPENING;
            hope = Deadline.in(patience);
        }
        return End.CLOSED;
    }

    /** Passes on what comes until the line is lost or nobody wants it any more. */
    private void pump(SerialLine open, byte[] buffer) throws InterruptedException {
        try {
            while (goOn()) {
                int count = open.read(buffer, READ_WAIT);
                if (count < 0) {
                    return;
                }
                if (count > 0) {
                    deliver(Arrays.copyOf(buffer, count));
                }
            }
        } catch (HostException failure) {
            synchronized (this) {
                trouble = failure;
            }
        } finally {
            lose(open);
        }
    }

    private @Nullable SerialLine open() {
        SerialLine opened;
        try {
            opened = opener.get();
        } catch (HostException failure) {
            synchronized (this) {
                trouble = failure;
                tried = true;
            }
            return null;
        }
        synchronized (this) {
            tried = true;
            if (!closed) {
                trouble = null;
                line = opened;
                if (tap != null) {
                    tap.connected = true;
                }
                return opened;
            }
        }
        closeQuietly(opened);
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // this very line, which may have been replaced meanwhile
    private void lose(SerialLine lost) {
        synchronized (this) {
            if (line == lost) {
                line = null;
            }
            input.clear();
            if (tap != null) {
                tap.lose();
            }
        }
        closeQuietly(lost);
    }

    private void deliver(byte[] bytes) throws InterruptedException {
        Tap taken;
        synchronized (this) {
            taken = tap;
            if (taken == null) {
                scrollback.add(bytes);
                viewers.removeIf(viewer -> !viewer.offer(bytes));
                noteUse();
                return;
            }
        }
        taken.offer(bytes);
    }

    /** Whether to go on. Once this says no nobody gets in any more, so that nobody is thrown out again at once. */
    private synchronized boolean goOn() {
        boolean used = tap != null || !viewers.isEmpty() || System.nanoTime() - unusedSince < linger.toNanos();
        closed |= !used;
        return !closed;
    }

    private synchronized boolean onlyViewers() {
        return tap == null;
    }

    private synchronized boolean off() {
        return trouble != null
                && (trouble.reason() == HostException.Reason.WRONG_STATE
                        || trouble.reason() == HostException.Reason.ABSENT);
    }

    private void noteUse() {
        if (tap == null && viewers.isEmpty()) {
            unusedSince = System.nanoTime();
        }
    }

    // --- the thread that writes: a guest that takes no input holds up nobody else

    private void write() {
        try {
            while (!closed()) {
                byte[] bytes = input.poll(READ_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                SerialLine open;
                synchronized (this) {
                    open = line;
                }
                if (bytes != null && open != null) {
                    try {
                        open.write(bytes);
                    } catch (HostException failure) {
                        // The reading thread finds the line closed, and opens it again.
                        closeQuietly(open);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(SerialLine line) {
        try {
            line.close();
        } catch (HostException failure) {
            // The host closes the line by itself when the connection to it ends; there is nobody who could do more.
            return;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<byte[]> pieces(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += PIECE) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
        }
        return pieces;
    }

    /** Pando's own use of the console. For one thread. */
    final class Tap implements AutoCloseable {
        private final BlockingQueue<byte[]> heard = new ArrayBlockingQueue<>(64);
        private boolean connected = line != null;
        private boolean lost;

        /**
         * What came.
         *
         * @return null when nothing came in time
         * @throws GuestException with {@link Reason#LOST} once after the line was lost
         */
        byte @Nullable [] read(Duration wait) throws InterruptedException {
            byte[] bytes = heard.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (bytes == null || bytes.length == 0) {
                synchronized (SerialHub.this) {
                    if (lost) {
                        lost = false;
                        throw new GuestException(Reason.LOST, "The guest's console was closed.", trouble);
                    }
                    if (closed) {
                        throw new GuestException(Reason.LOST, "The guest's console was closed.", trouble);
                    }
                }
                return null;
            }
            return bytes;
        }

        /** Types, waiting until the guest takes it. */
        void write(byte[] bytes, Deadline deadline) throws InterruptedException {
            for (byte[] piece : pieces(bytes)) {
                if (!input.offer(piece, deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new GuestException(Reason.SILENT, "The guest's console takes no input.");
                }
            }
        }

        /** Why the line cannot be opened; null when it is open. */
        @Nullable
        HostException trouble() {
            synchronized (SerialHub.this) {
                return line == null ? trouble : null;
            }
        }

        private void lose() {
            if (connected) {
                connected = false;
                lost = true;
                // Wakes up whoever waits; what does not fit was heard already.
                heard.offer(new byte[0]);
            }
        }

        private void offer(byte[] bytes) throws InterruptedException {
            while (!heard.offer(bytes, READ_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                synchronized (SerialHub.this) {
                    if (tap != this || closed) {
                        return;
                    }
                }
            }
        }

        /** Gives the console back. */
        @Override
        public void close() {
            synchronized (SerialHub.this) {
                if (tap == this) {
                    tap = null;
                    input.clear();
                    viewers.removeIf(viewer -> !viewer.offer(bytes(GIVEN_BACK)));
                    noteUse();
                }
            }
        }
    }

    private final class Viewer implements SerialViewer {
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private @Nullable End end;

        @Override
        public byte @Nullable [] take(Duration wait) throws InterruptedException {
            Deadline deadline = Deadline.in(wait);
            synchronized (this) {
                while (waiting.size() == 0 && end == null) {
                    long left = deadline.left().toMillis();
                    if (left == 0) {
                        return null;
                    }
                    wait(left);
                }
                if (waiting.size() == 0) {
                    return null;
                }
                byte[] taken = waiting.toByteArray();
                waiting.reset();
                return taken;
            }
        }

        @Override
        public boolean type(byte[] bytes, Duration wait) throws InterruptedException {
            Deadline deadline = Deadline.in(wait);
            for (byte[] piece : pieces(bytes)) {
                while (!typed(piece)) {
                    if (!mayType() || deadline.passed()) {
                        return false;
                    }
                    deadline.pause(TYPING_PAUSE);
                }
            }
            return true;
        }

        /** Also while the line is being opened for the first time: who has just come may type at once. */
        private boolean mayType() {
            synchronized (SerialHub.this) {
                return tap == null && (line != null || !tried) && viewers.contains(this);
            }
        }

        /** Under the lock, so that nothing gets in between when Pando takes the console. */
        private boolean typed(byte[] piece) {
            synchronized (SerialHub.this) {
                return mayType() && line != null && input.offer(piece);
            }
        }

        @Override
        public synchronized @Nullable End end() {
            return waiting.size() == 0 ? end : null;
        }

        /** False when the viewer does not keep up, and gets no more. */
        private synchronized boolean offer(byte[] bytes) {
            if (end != null) {
                return false;
            }
            if (waiting.size() + bytes.length > VIEWER_BUFFER) {
                finish(End.SLOW);
                return false;
            }
            waiting.writeBytes(bytes);
            notifyAll();
            return true;
        }

        private synchronized void finish(End reason) {
            if (end == null) {
                end = reason;
                notifyAll();
            }
        }

        @Override
        public void close() {
            finish(End.CLOSED);
            synchronized (SerialHub.this) {
                viewers.remove(this);
                noteUse();
            }
        }
    }

    /** The last bytes that came. */
    private static final class Scrollback {
        private final byte[] ring = new byte[SCROLLBACK];
        private int next;
        private boolean full;

        void add(byte[] bytes) {
            int from = Math.max(0, bytes.length - SCROLLBACK);
            for (int index = from; index < bytes.length; index++) {
                ring[next++] = bytes[index];
                if (next == SCROLLBACK) {
                    next = 0;
                    full = true;
                }
            }
        }

        byte[] content() {
            if (!full) {
                return Arrays.copyOf(ring, next);
            }
            byte[] content = new byte[SCROLLBACK];
            System.arraycopy(ring, next, content, 0, SCROLLBACK - next);
            System.arraycopy(ring, 0, content, SCROLLBACK - next, next);
            return content;
        }
    }
}
