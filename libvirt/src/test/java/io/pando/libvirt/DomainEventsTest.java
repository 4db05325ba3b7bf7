package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.libvirt.LifecycleEvent.Kind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(60)
class DomainEventsTest {
    private final LinkedBlockingQueue<LifecycleEvent> events = new LinkedBlockingQueue<>();

    @Test
    void tellTheWholeLifeOfADomainInOrder() throws Exception {
        var name = Domains.newName();
        try (var connection = Connection.open("test:///default");
                var _ = connection.onLifecycle(event -> {
                    if (event.name().equals(name)) {
                        events.add(event);
                    }
                });
                var domain = connection.defineDomain(Domains.testXml(name))) {
            domain.start();
            domain.suspend();
            domain.resume();
            domain.destroy();
            domain.undefine();

            expect(domain, Kind.DEFINED, "added");
            expect(domain, Kind.STARTED, "booted");
            expect(domain, Kind.SUSPENDED, "paused");
            expect(domain, Kind.RESUMED, "unpaused");
            expect(domain, Kind.STOPPED, "destroyed");
            expect(domain, Kind.UNDEFINED, "removed");
        }
    }

    private void expect(Domain domain, Kind kind, String detail) throws InterruptedException {
        assertThat(Eventually.await(events, _ -> true))
                .isEqualTo(new LifecycleEvent(domain.uuid(), domain.name(), kind, detail));
    }

    @Test
    void goOnAfterAListenerHasFailed() throws Exception {
        var name = Domains.newName();
        try (var connection = Connection.open("test:///default");
                var _ = connection.onLifecycle(_ -> {
                    throw new IllegalStateException("a listener that fails, as this test wants");
                });
                var _ = connection.onLifecycle(events::add);
                var domain = connection.createTransientDomain(Domains.testXml(name), StartMode.RUNNING)) {
            Eventually.await(events, event -> event.name().equals(name) && event.kind() == Kind.STARTED);
            domain.destroy();
            Eventually.await(events, event -> event.name().equals(name) && event.kind() == Kind.STOPPED);
        }
    }

    @Test
    void letListenersCallLibvirt() throws Exception {
        var name = Domains.newName();
        var states = new LinkedBlockingQueue<DomainState>();
        try (var connection = Connection.open("test:///default");
                var _ = connection.onLifecycle(event -> {
                    if (event.name().equals(name) && event.kind() == Kind.STARTED) {
                        try (var started = connection.findDomain(event.domain()).orElseThrow()) {
                            states.add(started.state());
                        }
                    }
                });
                var domain = connection.createTransientDomain(Domains.testXml(name), StartMode.RUNNING)) {
            assertThat(Eventually.await(states, _ -> true).state()).isEqualTo(DomainState.State.RUNNING);
            domain.destroy();
        }
    }

    @Test
    void endWithTheirRegistration() throws Exception {
        var name = Domains.newName();
        var ended = new AtomicInteger();
        try (var connection = Connection.open("test:///default");
                var _ = connection.onLifecycle(events::add)) {
            var registration = connection.onLifecycle(_ -> ended.incrementAndGet());
            registration.close();
            registration.close();

            try (var domain = connection.createTransientDomain(Domains.testXml(name), StartMode.RUNNING)) {
                domain.destroy();
            }
            Eventually.await(events, event -> event.name().equals(name) && event.kind() == Kind.STOPPED);
            assertThat(ended).hasValue(0);
        }
    }

    @Test
    void mayBeAskedForByDriversThatNeverSendThem() {
        try (var connection = Connection.open("test:///default");
                var reboots = connection.onReboot(_ -> {});
                var agents = connection.onAgent(_ -> {});
                var ends = connection.onClose(_ -> {})) {
            assertThat(connection.isAlive()).isTrue();
            assertThat(reboots).isNotSameAs(agents).isNotSameAs(ends);
        }
    }

    @Test
    void areDroppedBeyondABoundWhenNobodyTakesThem() throws Exception {
        var blocked = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var delivered = new AtomicInteger();
        try (var queue = new ListenerQueue("test")) {
            queue.add(() -> {
                begun.countDown();
                awaitQuietly(blocked);
            });
            begun.await();
            for (int i = 0; i < ListenerQueue.CAPACITY + 500; i++) {
                queue.add(delivered::incrementAndGet);
            }
            blocked.countDown();
            Eventually.until("all kept events are delivered", () -> delivered.get() >= ListenerQueue.CAPACITY);
            queue.add(delivered::incrementAndGet);
            Eventually.until("events are taken again", () -> delivered.get() == ListenerQueue.CAPACITY + 1);
        }
    }

    @Test
    void haveNamesForWhatTheyDoNotKnow() {
        var uuid = new java.util.UUID(0, 1);
        assertThat(LifecycleEvent.of(uuid, "a", 99, 3))
                .isEqualTo(new LifecycleEvent(uuid, "a", Kind.UNKNOWN, "unknown"));
        assertThat(LifecycleEvent.of(uuid, "a", 5, 99).detail()).isEqualTo("unknown");
        assertThat(LifecycleEvent.of(uuid, "a", 8, 0))
                .isEqualTo(new LifecycleEvent(uuid, "a", Kind.CRASHED, "panicked"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
