package io.pando.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pando.guest.GuestException.Reason;
import io.pando.guest.SerialViewer.End;
import io.pando.host.GuestLines.SerialLine;
import io.pando.host.HostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialHubTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final BlockingQueue<Line> opened = new LinkedBlockingQueue<>();
    private volatile HostException.@Nullable Reason trouble;
    private SerialHub hub = hub(Duration.ofMinutes(1));

    private SerialHub hub(Duration linger) {
        return new SerialHub(this::open, "test", linger, PATIENCE).start();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private SerialLine open() {
        HostException.Reason reason = trouble;
        if (reason != null) {
            throw new HostException(reason, "No line.", null);
        }
        Line line = new Line();
        opened.add(line);
        return line;
    }

    private Line line() throws InterruptedException {
        Line line = opened.poll(10, TimeUnit.SECONDS);
        assertThat(line).as("a line that was opened").isNotNull();
        return line;
    }

    private SerialViewer attach() {
        return hub.attach().orElseThrow();
    }

    private static String see(SerialViewer viewer, String until) throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(until) < 0) {
            byte[] bytes = viewer.take(SOON);
            assertThat(bytes).as("after " + seen).isNotNull();
            seen.append(new String(bytes, UTF_8));
        }
        return seen.toString();
    }

    private static End end(SerialViewer viewer) throws InterruptedException {
        while (viewer.end() == null) {
            viewer.take(SOON);
        }
        return viewer.end();
    }

    @Test
    void showsEverybodyWhatComes() throws Exception {
        SerialViewer first = attach();
        Line line = line();
        line.show("one");
        assertThat(see(first, "one")).isEqualTo("one");
        SerialViewer second = attach();
        line.show("two");
        assertThat(see(first, "two")).isEqualTo("two");
        assertThat(see(second, "two")).isEqualTo("onetwo");
        assertThat(opened).isEmpty();
    }

    @Test
    void remembersTheLastOfThePast() throws Exception {
        SerialViewer first = attach();
        byte[] much = new byte[100_000];
        Arrays.fill(much, (byte) 'x');
        Line line = line();
        line.show(new String(much, UTF_8) + "end");
        see(first, "end");
        assertThat(see(attach(), "end")).hasSize(SerialHub.SCROLLBACK);
        SerialViewer news = hub.attachForNews().orElseThrow();
        line.show("new");
        assertThat(see(news, "new")).isEqualTo("new");
    }

    @Test
    void passesOnWhatIsTyped() throws Exception {
        SerialViewer viewer = attach();
        Line line = line();
        line.show("ready");
        see(viewer, "ready");
        assertThat(viewer.type("ls\r".getBytes(UTF_8), Duration.ZERO)).isTrue();
        assertThat(line.typed(3)).isEqualTo("ls\r");
    }

    @Test
    void waitsWithWhatIsTypedUntilTheLineIsOpen() throws Exception {
        CountDownLatch opens = new CountDownLatch(1);
        Supplier<SerialLine> slow = () -> {
            try {
                opens.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return open();
        };
        hub.close();
        hub = new SerialHub(slow, "slow", Duration.ofMinutes(1), PATIENCE).start();
        opened.clear();
        SerialViewer viewer = attach();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> typed = hands.submit(() -> viewer.type("ls\r".getBytes(UTF_8), SOON));
            assertThat(typed.isDone()).isFalse();
            opens.countDown();
            assertThat(typed.get()).isTrue();
        }
        assertThat(line().typed(3)).isEqualTo("ls\r");
    }

    @Test
    void keepsPandosOwnSessionToItself() throws Exception {
        SerialViewer viewer = attach();
        Line line = line();
        line.show("before");
        see(viewer, "before");
        SerialHub.Tap tap = hub.seize().orElseThrow();
        assertThat(see(viewer, SerialHub.TAKEN)).isEqualTo(SerialHub.TAKEN);
        assertThat(viewer.type("x".getBytes(UTF_8), Duration.ofSeconds(1))).isFalse();
        line.show("secret");
        assertThat(tap.read(SOON)).isEqualTo("secret".getBytes(UTF_8));
        tap.write("answer".getBytes(UTF_8), Deadline.in(SOON));
        assertThat(line.typed(6)).isEqualTo("answer");
        assertThatThrownBy(hub::seize)
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.BUSY));
        SerialViewer late = attach();
        assertThat(see(late, SerialHub.TAKEN)).isEqualTo("before" + SerialHub.TAKEN);
        tap.close();
        assertThat(see(viewer, SerialHub.GIVEN_BACK)).isEqualTo(SerialHub.GIVEN_BACK);
        line.show("after");
        assertThat(see(viewer, "after")).isEqualTo("after");
        assertThat(viewer.type("y".getBytes(UTF_8), Duration.ZERO)).isTrue();
        assertThat(line.typed(1)).isEqualTo("y");
        assertThat(see(attach(), "after")).isEqualTo("beforeafter");
    }

    @Test
    void dropsAViewerThatDoesNotKeepUp() throws Exception {
        SerialViewer slow = attach();
        SerialViewer quick = attach();
        Line line = line();
        byte[] much = new byte[10_000];
        Arrays.fill(much, (byte) 'x');
        for (int count = 0; count < 100; count++) {
            line.show(new String(much, UTF_8) + count + ";");
            see(quick, count + ";");
        }
        assertThat(end(slow)).isEqualTo(End.SLOW);
        assertThat(quick.end()).isNull();
    }

    @Test
    void opensTheLineAgainAfterAPowerCycle() throws Exception {
        SerialViewer viewer = attach();
        Line first = line();
        first.show("one");
        see(viewer, "one");
        first.close();
        line().show("two");
        assertThat(see(viewer, "two")).isEqualTo("two");
    }

    @Test
    void tellsItsOwnSessionOfTheLoss() throws Exception {
        SerialHub.Tap tap = hub.seize().orElseThrow();
        Line first = line();
        first.show("one");
        assertThat(tap.read(SOON)).isNotNull();
        first.close();
        assertThatThrownBy(() -> tap.read(SOON))
                .isInstanceOfSatisfying(
                        GuestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.LOST));
        line().show("two");
        assertThat(tap.read(SOON)).isEqualTo("two".getBytes(UTF_8));
    }

    @Test
    void endsWhenTheGuestStaysOff() throws Exception {
        SerialViewer viewer = attach();
        Line line = line();
        trouble = HostException.Reason.WRONG_STATE;
        line.close();
        assertThat(end(viewer)).isEqualTo(End.STOPPED);
        assertThat(hub.attach()).isEmpty();
        assertThat(hub.seize()).isEmpty();
    }

    @Test
    void endsWhenTheHostStaysAway() throws Exception {
        SerialViewer viewer = attach();
        Line line = line();
        trouble = HostException.Reason.UNREACHABLE;
        line.close();
        assertThat(end(viewer)).isEqualTo(End.LOST);
    }

    @Test
    void givesUpALineThatOthersTakeAgainAndAgain() throws Exception {
        SerialViewer viewer = attach();
        Thread thief = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    opened.take().close();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(end(viewer)).isEqualTo(End.LOST);
        thief.interrupt();
    }

    @Test
    void closesTheLineWhenNobodyUsesIt() throws Exception {
        line();
        hub.close();
        hub = hub(Duration.ofMillis(50));
        SerialViewer viewer = attach();
        Line line = line();
        viewer.close();
        assertThat(line.awaitClosed()).isTrue();
        assertThat(hub.attach()).isEmpty();
        assertThat(end(viewer)).isEqualTo(End.CLOSED);
    }

    @Test
    void standsAGuestThatTakesNoInput() throws Exception {
        SerialViewer viewer = attach();
        Line line = line();
        line.show("ready");
        see(viewer, "ready");
        line.block();
        byte[] much = new byte[1 << 20];
        assertThat(viewer.type(much, Duration.ofMillis(50))).isFalse();
        line.show("still here");
        assertThat(see(viewer, "still here")).isEqualTo("still here");
    }

    /** A line whose other end is the test. */
    private static final class Line implements SerialLine {
        private final BlockingQueue<byte[]> shown = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> typed = new LinkedBlockingQueue<>();
        private final Semaphore closed = new Semaphore(0);
        private final Semaphore taking = new Semaphore(1);

        void show(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            for (int from = 0; from < bytes.length; from += 4_000) {
                shown.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 4_000)));
            }
        }

        String typed(int count) throws InterruptedException {
            StringBuilder text = new StringBuilder();
            for (int index = 0; index < count; index++) {
                Integer next = typed.poll(10, TimeUnit.SECONDS);
                assertThat(next).as("after " + text).isNotNull();
                text.append((char) next.intValue());
            }
            return text.toString();
        }

        void block() throws InterruptedException {
            taking.acquire();
        }

        boolean awaitClosed() throws InterruptedException {
            return closed.tryAcquire(10, TimeUnit.SECONDS);
        }

        @Override
        public int read(byte[] buffer, Duration wait) throws InterruptedException {
            byte[] next = shown.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                return closed.availablePermits() > 0 ? -1 : 0;
            }
            System.arraycopy(next, 0, buffer, 0, next.length);
            return next.length;
        }

        @Override
        public void write(byte[] bytes) {
            taking.acquireUninterruptibly();
            for (byte value : bytes) {
                typed.add(value & 0xff);
            }
            taking.release();
        }

        @Override
        public void close() {
            closed.release();
            taking.release();
        }
    }
}
