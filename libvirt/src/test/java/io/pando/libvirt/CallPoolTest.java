package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(60)
class CallPoolTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CallPool pool = new CallPool("test", 2);

    @AfterEach
    void releaseStuckCalls() {
        stuck.countDown();
        pool.close();
    }

    @Test
    void returnsWhatTheCallReturns() {
        assertThat(pool.call(LONG, () -> 42)).isEqualTo(42);
    }

    @Test
    void makesCallsOnPlatformThreadsForCallersOnVirtualOnes() throws Exception {
        var madeOn = new CompletableFuture<Thread>();
        Thread.ofVirtual()
                .start(() -> pool.call(LONG, () -> madeOn.complete(Thread.currentThread())))
                .join();

        assertThat(madeOn.join().isVirtual()).isFalse();
        assertThat(madeOn.join().isDaemon()).isTrue();
    }

    @Test
    void neverMakesMoreCallsAtOnceThanItHasThreads() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> pool.call(LONG, () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    return running.decrementAndGet();
                })));
            }
            for (var call : calls) {
                call.get();
            }
        }
        assertThat(most).hasValueBetween(1, 2);
    }

    @Test
    void letsTheCallerGoWhenItsDeadlinePassesDuringTheCall() {
        var failure = catchThrowableOfType(
                LibvirtException.class, () -> Deadline.run(SHORT, () -> pool.call(LONG, this::waitForRelease)));

        assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        assertThat(failure.isTimeout()).isTrue();
    }

    @Test
    void letsTheCallerGoWhenAllThreadsAreStuck() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pool.call(SHORT, this::waitForRelease)).isInstanceOf(LibvirtException.class);
        }
        var made = new AtomicBoolean();
        assertThatThrownBy(() -> pool.call(SHORT, () -> made.getAndSet(true))).isInstanceOf(LibvirtException.class);

        stuck.countDown();
        assertThat(pool.call(LONG, () -> "again")).isEqualTo("again");
        assertThat(made)
                .as("a call that nobody waits for any more is not begun")
                .isFalse();
    }

    @Test
    void closesWhatACallReturnsTooLate() {
        var closed = new CountDownLatch(1);
        assertThatThrownBy(() -> pool.call(SHORT, () -> {
                    waitForRelease();
                    return (AutoCloseable) closed::countDown;
                }))
                .isInstanceOf(LibvirtException.class);

        stuck.countDown();
        Eventually.until("the late result is closed", () -> closed.getCount() == 0);
    }

    @Test
    void honoursInterrupts() throws Exception {
        var failure = new CompletableFuture<LibvirtException>();
        var flag = new CompletableFuture<Boolean>();
        var caller = Thread.ofVirtual().start(() -> {
            failure.complete(catchThrowableOfType(LibvirtException.class, () -> pool.call(LONG, this::waitForRelease)));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.interrupt();
        caller.join();

        assertThat(failure.join().isInterrupted()).isTrue();
        assertThat(flag.join()).isTrue();
    }

    @Test
    void showsTheCallersStackAndNotThatOfTheThread() {
        var failure = catchThrowableOfType(
                LibvirtException.class,
                () -> pool.call(LONG, () -> {
                    throw new LibvirtException(42, 10, "Domain not found");
                }));

        assertThat(failure.isNoDomain()).isTrue();
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("showsTheCallersStackAndNotThatOfTheThread"));
    }

    @Test
    void keepsTheCauseOfOurOwnMistakes() {
        assertThatThrownBy(() -> pool.call(LONG, () -> {
                    throw new ArithmeticException("oops");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void takesNothingAfterClosing() {
        pool.close();
        assertThatThrownBy(() -> pool.call(LONG, () -> 1))
                .isInstanceOfSatisfying(
                        LibvirtException.class, e -> assertThat(e.isClosed()).isTrue());
    }

    @Test
    void theEarliestOfNestedDeadlinesCounts() {
        assertThat(Deadline.orElse(LONG)).isEqualTo(LONG);
        Deadline.run(Duration.ofSeconds(5), () -> {
            Deadline.run(
                    Duration.ofMinutes(5),
                    () -> assertThat(Deadline.orElse(SHORT)).isBetween(SHORT, Duration.ofSeconds(5)));
            Deadline.run(
                    Duration.ofSeconds(1),
                    () -> assertThat(Deadline.orElse(LONG)).isLessThanOrEqualTo(Duration.ofSeconds(1)));
        });
        assertThat(Deadline.<Duration>within(Duration.ZERO, () -> Deadline.orElse(LONG)))
                .isEqualTo(Duration.ZERO);
    }

    private String waitForRelease() throws InterruptedException {
        stuck.await();
        return "released";
    }
}
