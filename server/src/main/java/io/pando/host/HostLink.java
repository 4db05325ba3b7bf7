package io.pando.host;

import io.pando.api.Host;
import io.pando.configuration.PandoProperties;
import io.pando.libvirt.Connection;
import io.pando.libvirt.ConnectionSettings;
import io.pando.libvirt.LibvirtException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connection to one host: opens it, prepares the host, listens, looks at it each tick, and opens it again when it is lost.
 * All of that happens on one thread of its own; {@link #hypervisor()} may be called from any.
 */
final class HostLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final HostRecord host;
    private final PandoProperties properties;
    private final HostStore store;
    private final List<HostListener> listeners;
    private final Consumer<String> changed;
    private final AccelerationProbe probe;
    private final HostSetup setup;

    /** What the thread is to do next; empty for long enough means a tick. */
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();

    private final Thread thread;
    private volatile @Nullable LibvirtHypervisor hypervisor;
    private volatile Host.State state = Host.State.CONNECTING;
    private volatile @Nullable String problem;
    private volatile @Nullable Double loadPercent;
    private @Nullable HostFacts lastFacts;
    private Duration pause = FIRST_PAUSE;

    HostLink(
            HostRecord host,
            PandoProperties properties,
            HostStore store,
            List<HostListener> listeners,
            Consumer<String> changed) {
        this.host = host;
        this.properties = properties;
        this.store = store;
        this.listeners = listeners;
        this.changed = changed;
        this.probe = new AccelerationProbe(properties);
        this.setup = new HostSetup(properties.host());
        this.thread = Thread.ofPlatform().daemon().name("host-" + host.name()).unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    Host.State state() {
        return state;
    }

    @Nullable
    String problem() {
        return problem;
    }

    @Nullable
    Double loadPercent() {
        return loadPercent;
    }

    Hypervisor hypervisor() {
        LibvirtHypervisor current = hypervisor;
        if (current == null) {
            String why = problem;
            throw new HostException(
                    HostException.Reason.UNREACHABLE,
                    "The host %s does not answer%s.".formatted(host.name(), why == null ? "" : " (" + why + ")"),
                    null);
        }
        return current;
    }

    /** Looks anew whether acceleration works, and waits for the answer. */
    AccelerationProbe.Finding probeAgain() throws InterruptedException {
        CompletableFuture<AccelerationProbe.Finding> answer = new CompletableFuture<>();
        hypervisor();
        tasks.add(new Task.Probe(answer));
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw new HostException(
                    HostException.Reason.UNREACHABLE, "The host did not answer the probe.", failure.getCause());
        }
    }

    private sealed interface Task {
        record DomainChanged(UUID domain) implements Task {}

        record Lost(String why) implements Task {}

        record Probe(CompletableFuture<AccelerationProbe.Finding> answer) implements Task {}
    }

    private void keep() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = Connection.open(host.uri(), ConnectionSettings.DEFAULT)) {
                serve(connection);
            } catch (InterruptedException closing) {
                return;
            } catch (LibvirtException | HostException failure) {
                lose(String.valueOf(failure.getMessage()));
            } catch (RuntimeException failure) {
                log.error("The link to host {} failed unexpectedly", host.name(), failure);
                lose("Pando failed unexpectedly");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            } catch (InterruptedException closing) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Works with an open connection until it is lost. */
    private void serve(Connection connection) throws InterruptedException {
        tasks.removeIf(task -> !(task instanceof Task.Probe));
        setup.prepare(connection);
        LibvirtHypervisor ready = new LibvirtHypervisor(
                connection,
                this::place,
                properties.host().network(),
                properties.host().pool());
        // The registrations end with the connection.
        connection.onLifecycle(event -> tasks.add(new Task.DomainChanged(event.domain())));
        connection.onClose(reason -> tasks.add(new Task.Lost("the connection was closed")));
        try {
            look(ready);
            accelerate(connection, ready.facts());
            hypervisor = ready;
            state = Host.State.ONLINE;
            problem = null;
            // One that was online and is lost is looked for at once; one that stays unusable, more and more rarely.
            pause = FIRST_PAUSE;
            log.info("Host {} answers", host.name());
            tell(listener -> listener.connected(host.id()));
            changed.accept(host.id());
            while (true) {
                Task task = tasks.poll(properties.host().tick().toMillis(), TimeUnit.MILLISECONDS);
                switch (task) {
                    case null -> {
                        look(ready);
                        changed.accept(host.id());
                    }
                    case Task.DomainChanged change ->
                        tell(listener -> listener.domainChanged(host.id(), change.domain()));
                    case Task.Lost lost -> {
                        lose(lost.why());
                        return;
                    }
                    case Task.Probe wanted -> answer(connection, wanted);
                }
            }
        } finally {
            hypervisor = null;
        }
    }

    private void look(LibvirtHypervisor ready) {
        HostFacts facts = ready.facts();
        HostFacts before = lastFacts;
        if (before != null) {
            long busy = facts.busyNanos() - before.busyNanos();
            long all = busy + facts.idleNanos() - before.idleNanos();
            loadPercent = all <= 0 ? null : Math.clamp(100.0 * busy / all, 0, 100);
        }
        lastFacts = facts;
        store.recordFacts(host.id(), facts);
    }

    /** Takes the answer of an earlier probe where nothing it depends on has changed. */
    private void accelerate(Connection connection, HostFacts facts) {
        String fingerprint = AccelerationProbe.fingerprint(facts);
        boolean known = store.find(host.id())
                .filter(record -> record.acceleration().kind() != Host.Acceleration.Kind.UNKNOWN)
                .filter(record -> fingerprint.equals(record.accelerationFingerprint()))
                .isPresent();
        if (!known) {
            accelerate(connection, fingerprint);
        }
    }

    private AccelerationProbe.Finding accelerate(Connection connection, String fingerprint) {
        AccelerationProbe.Finding finding = probe.probe(connection);
        log.info("Host {}: {}", host.name(), finding.explanation());
        store.recordAcceleration(host.id(), finding.kind(), finding.explanation(), fingerprint);
        changed.accept(host.id());
        return finding;
    }

    private void answer(Connection connection, Task.Probe wanted) {
        try {
            HostFacts facts = lastFacts;
            wanted.answer().complete(accelerate(connection, facts == null ? "" : AccelerationProbe.fingerprint(facts)));
        } catch (RuntimeException failure) {
            wanted.answer().completeExceptionally(failure);
            throw failure;
        }
    }

    private DomainXml.Place place() {
        boolean hardware = store.find(host.id())
                .filter(record -> record.acceleration().kind() == Host.Acceleration.Kind.HARDWARE)
                .isPresent();
        return new DomainXml.Place(
                properties.instance(), hardware, properties.host().network());
    }

    private void lose(String why) {
        boolean first = state != Host.State.UNREACHABLE;
        hypervisor = null;
        state = Host.State.UNREACHABLE;
        problem = why;
        if (first) {
            log.warn("Host {} does not answer: {}", host.name(), why);
            tell(listener -> listener.disconnected(host.id()));
            changed.accept(host.id());
        }
    }

    private void tell(Consumer<HostListener> event) {
        for (HostListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (HostException lost) {
                log.info("While looking after host {}: {}", host.name(), lost.getMessage());
            } catch (RuntimeException failure) {
                log.error("A listener of host {} failed", host.name(), failure);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
