package io.pando.host;

import io.pando.api.Host;
import io.pando.api.HostHistory;
import io.pando.configuration.PandoProperties;
import io.pando.libvirt.Connection;
import io.pando.libvirt.ConnectionSettings;
import io.pando.libvirt.LibvirtException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connection to one host: opens it, prepares the host, listens, looks at it each tick, and opens it again when it is lost.
 * All of that happens on one virtual thread of its own, which nearly always waits: there may be thousands of hosts. {@link #hypervisor()}
 * may be called from any.
 */
final class HostLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A host's own count of a pool's free room is renewed so often; guests fill their disks without its knowledge. */
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(1);

    private final PandoProperties properties;
    private final HostStore store;
    private final List<HostListener> listeners;
    private final Consumer<String> changed;
    private final Clock clock;
    private final String address;
    private final HostRecord.Resources resources;
    private final AccelerationProbe probe;
    private final HostSetup setup;
    private final History history;

    /** What the thread is to do next; empty for long enough means a tick. */
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();

    private final Thread thread;
    private final AtomicReference<HostStore.@Nullable Look> unrecorded = new AtomicReference<>();
    private volatile HostRecord host;
    private volatile @Nullable LibvirtHypervisor hypervisor;
    private volatile Host.State state = Host.State.CONNECTING;
    private volatile @Nullable String problem;
    private volatile @Nullable String help;
    private volatile @Nullable Double loadPercent;
    private volatile HostStore.@Nullable Look lastLook;
    private @Nullable Shown shown;
    private @Nullable Instant refreshedAt;
    private Duration pause = FIRST_PAUSE;

    /** @param address what libvirt is called with */
    HostLink(
            HostRecord host,
            String address,
            PandoProperties properties,
            HostStore store,
            List<HostListener> listeners,
            Consumer<String> changed,
            Clock clock) {
        this.host = host;
        this.address = address;
        this.properties = properties;
        this.store = store;
        this.listeners = listeners;
        this.changed = changed;
        this.clock = clock;
        this.resources = host.resources(properties.host());
        this.probe = new AccelerationProbe(properties, resources.pool());
        this.setup = new HostSetup(resources);
        this.history = new History(properties.host().tick());
        this.thread = Thread.ofVirtual().name("host-" + host.name()).unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    /** The host as it was when it was last written down, with what administrators say of it now. */
    HostRecord record() {
        return host;
    }

    /** Takes over what administrators have changed. */
    void update(HostRecord now) {
        host = now;
    }

    Host.State state() {
        return state;
    }

    @Nullable
    String problem() {
        return problem;
    }

    @Nullable
    String help() {
        return help;
    }

    @Nullable
    Double loadPercent() {
        return loadPercent;
    }

    /** The last look at it since the server was started. */
    Optional<HostStore.Look> lastLook() {
        return Optional.ofNullable(lastLook);
    }

    /** The last look, unless it has been taken already to be written down. */
    Optional<HostStore.Look> takeUnrecorded() {
        return Optional.ofNullable(unrecorded.getAndSet(null));
    }

    History history() {
        return history;
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
            try (Connection connection = Connection.open(address, ConnectionSettings.DEFAULT)) {
                serve(connection);
            } catch (InterruptedException closing) {
                return;
            } catch (LibvirtException failure) {
                if (failure.isInterrupted()) {
                    return;
                }
                ConnectionFailure why = ConnectionFailure.of(failure);
                lose(why.problem(), why.help());
            } catch (HostException failure) {
                lose(String.valueOf(failure.getMessage()), failure.problem().help());
            } catch (RuntimeException failure) {
                log.error("The link to host {} failed unexpectedly", host.name(), failure);
                lose("Pando failed unexpectedly", "The server's log says more.");
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
                resources.network(),
                resources.pool(),
                new LibvirtMoves.Way(
                        HostAddress.computer(address).orElse(properties.moves().address()),
                        properties.moves().encrypted()));
        // The registrations end with the connection.
        connection.onLifecycle(event -> tasks.add(new Task.DomainChanged(event.domain())));
        connection.onClose(reason -> tasks.add(new Task.Lost("the connection was closed")));
        try {
            look(ready);
            accelerate(connection, ready.facts());
            hypervisor = ready;
            state = Host.State.ONLINE;
            problem = null;
            help = null;
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
                        tellIfItShows();
                    }
                    case Task.DomainChanged change ->
                        tell(listener -> listener.domainChanged(host.id(), change.domain()));
                    case Task.Lost lost -> {
                        lose(lost.why(), "See whether libvirt runs on the host.");
                        return;
                    }
                    case Task.Probe wanted -> answer(connection, wanted);
                }
            }
        } finally {
            hypervisor = null;
        }
    }

    /** What people see of a look, as exactly as they see it: thousands of idle hosts have nothing to tell at each tick. */
    private record Shown(long load, long memory, List<Long> pools, List<HostFacts.Network> networks) {
        static Shown of(HostFacts facts, @Nullable Double load) {
            return new Shown(
                    load == null ? -1 : Math.round(load),
                    Math.round(share(facts.memoryFree(), facts.memoryTotal())),
                    facts.pools().stream().map(pool -> pool.available() >> 26).toList(),
                    facts.networks());
        }
    }

    private void tellIfItShows() {
        HostStore.Look look = lastLook;
        Shown now = look == null ? null : Shown.of(look.facts(), loadPercent);
        if (now != null && !now.equals(shown)) {
            shown = now;
            changed.accept(host.id());
        }
    }

    private void look(LibvirtHypervisor ready) {
        Instant now = clock.instant();
        if (refreshedAt == null || refreshedAt.plus(REFRESH_EVERY).isBefore(now)) {
            ready.disks().recount();
            refreshedAt = now;
        }
        HostFacts facts = ready.facts();
        HostStore.Look before = lastLook;
        if (before != null) {
            long busy = facts.busyNanos() - before.facts().busyNanos();
            long all = busy + facts.idleNanos() - before.facts().idleNanos();
            loadPercent = all <= 0 ? null : Math.clamp(100.0 * busy / all, 0, 100);
        }
        HostStore.Look look = new HostStore.Look(host.id(), facts, now);
        lastLook = look;
        unrecorded.set(look);
        history.add(sample(look));
    }

    private HostHistory.Sample sample(HostStore.Look look) {
        HostFacts facts = look.facts();
        return new HostHistory.Sample(
                look.at(),
                loadPercent,
                100 - share(facts.memoryFree(), facts.memoryTotal()),
                facts.pools().stream()
                        .findFirst()
                        .map(pool -> 100 - share(pool.available(), pool.capacity()))
                        .orElse(null),
                facts.running());
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 100 : Math.clamp(100.0 * part / whole, 0, 100);
    }

    /** Takes the answer of an earlier probe where nothing it depends on has changed. */
    private void accelerate(Connection connection, HostFacts facts) {
        String fingerprint = AccelerationProbe.fingerprint(facts);
        HostRecord known = host;
        if (known.acceleration().kind() == Host.Acceleration.Kind.UNKNOWN
                || !fingerprint.equals(known.accelerationFingerprint())) {
            accelerate(connection, fingerprint);
        }
    }

    private AccelerationProbe.Finding accelerate(Connection connection, String fingerprint) {
        AccelerationProbe.Finding finding = probe.probe(connection);
        log.info("Host {}: {}", host.name(), finding.explanation());
        store.recordAcceleration(host.id(), finding.kind(), finding.explanation(), fingerprint);
        store.find(host.id()).ifPresent(this::update);
        changed.accept(host.id());
        return finding;
    }

    private void answer(Connection connection, Task.Probe wanted) {
        try {
            HostStore.Look look = lastLook;
            wanted.answer()
                    .complete(accelerate(connection, look == null ? "" : AccelerationProbe.fingerprint(look.facts())));
        } catch (RuntimeException failure) {
            wanted.answer().completeExceptionally(failure);
            throw failure;
        }
    }

    private DomainXml.Place place() {
        return new DomainXml.Place(
                properties.instance(),
                host.acceleration().kind() == Host.Acceleration.Kind.HARDWARE,
                resources.network());
    }

    private void lose(String why, @Nullable String whatHelps) {
        boolean first = state != Host.State.UNREACHABLE || !why.equals(problem);
        boolean wasThere = state != Host.State.UNREACHABLE;
        hypervisor = null;
        state = Host.State.UNREACHABLE;
        problem = why;
        help = whatHelps;
        if (first) {
            log.warn("Host {} does not answer: {}", host.name(), why);
            if (wasThere) {
                tell(listener -> listener.disconnected(host.id()));
            }
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
