package io.pando.host;

import io.pando.libvirt.Connection;
import io.pando.libvirt.Domain;
import io.pando.libvirt.DomainJob;
import io.pando.libvirt.DomainState;
import io.pando.libvirt.LibvirtException;
import io.pando.libvirt.Migration;
import io.pando.libvirt.UndefineFlag;
import io.pando.libvirt.XmlFlag;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Moves by libvirt's migration, directed by this program. */
final class LibvirtMoves implements Moves {
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final Duration ENDING = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MILLIS = 500;
    /** Each takes, for as long as it lasts, one of the five calls of a connection that libvirtd works on at once. */
    private static final int MOST_AT_ONCE = 2;

    private static final long END_EVERY_MILLIS = 100;
    /** Reasons for which libvirt has a domain stand still while it is moved. */
    private static final Set<String> MOVING = Set.of("migration", "starting-up");

    private final Connection connection;
    private final Supplier<DomainXml.Place> place;
    private final LibvirtDisks disks;
    private final Way way;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);

    LibvirtMoves(Connection connection, Supplier<DomainXml.Place> place, LibvirtDisks disks, Way way) {
        this.connection = connection;
        this.place = place;
        this.disks = disks;
        this.way = way;
    }

    /**
     * How QEMU here is reached by QEMU on other hosts.
     *
     * @param address name or address; null lets libvirt find out
     * @param encrypted whether what goes there is encrypted
     */
    record Way(@Nullable String address, boolean encrypted) {}

    @Override
    public Presence presence(UUID uuid) {
        return LibvirtCalls.call(
                "look at a domain",
                () -> connection
                        .findDomain(uuid)
                        .map(found -> {
                            try (Domain domain = found) {
                                return presence(domain.state());
                            } catch (LibvirtException gone) {
                                if (!gone.isNoDomain()) {
                                    throw gone;
                                }
                                return Presence.ABSENT;
                            }
                        })
                        .orElse(Presence.ABSENT));
    }

    private static Presence presence(DomainState state) {
        return switch (state.state()) {
            case RUNNING, BLOCKED, NO_STATE, SHUTTING_DOWN, PM_SUSPENDED -> Presence.RUNNING;
            case PAUSED -> MOVING.contains(state.reason()) ? Presence.BETWEEN : Presence.PAUSED;
            case SHUT_OFF -> state.reason().equals("migrated") ? Presence.LEFT : Presence.OFF;
            case CRASHED -> Presence.OFF;
        };
    }

    @Override
    public void send(UUID uuid, Hypervisor target, Progress progress) throws InterruptedException {
        if (!(target instanceof LibvirtHypervisor other)) {
            throw new IllegalArgumentException("Both hosts are libvirt's");
        }
        while (!turns.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            progress.tell(0, 0);
        }
        try {
            send(uuid, other.moves(), progress);
        } finally {
            turns.release();
        }
    }

    private void send(UUID uuid, LibvirtMoves there, Progress progress) throws InterruptedException {
        try (Domain domain = existing(uuid)) {
            Migration how = LibvirtCalls.call("describe the machine", () -> migration(domain, there));
            CompletableFuture<Boolean> outcome = new CompletableFuture<>();
            Thread.ofVirtual().name("move-" + uuid).start(() -> {
                try {
                    domain.migrate(there.connection, how, LONGEST).close();
                    outcome.complete(true);
                } catch (RuntimeException | Error failure) {
                    outcome.completeExceptionally(failure);
                }
            });
            watch(domain, there, outcome, progress);
        }
    }

    private Migration migration(Domain domain, LibvirtMoves there) {
        Set<Migration.Flag> flags = EnumSet.of(
                Migration.Flag.LIVE,
                Migration.Flag.PAUSED,
                Migration.Flag.PERSIST_DEST,
                Migration.Flag.NON_SHARED_INC,
                Migration.Flag.ABORT_ON_ERROR,
                Migration.Flag.AUTO_CONVERGE);
        if (way.encrypted()) {
            flags.add(Migration.Flag.TLS);
        }
        Xml running = Xml.parse(domain.xml(XmlFlag.MIGRATABLE, XmlFlag.SECURE));
        List<String> copied = devices(running).children("disk").stream()
                .filter(disk -> disk.get("device").equals("disk")
                        && disk.children("readonly").isEmpty())
                .map(disk -> disk.find("target").orElseThrow().get("dev"))
                .toList();
        String address = there.way.address();
        return new Migration(flags, address == null ? null : "tcp://" + address, there.adapted(running, disks), copied);
    }

    private static Xml devices(Xml domain) {
        return domain.children("devices").getFirst();
    }

    /** The same domain with the names that things have on this host. */
    private String adapted(Xml domain, LibvirtDisks from) {
        String before = from.path("");
        String after = disks.path("");
        for (Xml disk : devices(domain).children("disk")) {
            // What is below the topmost layer libvirt reads from the layers that are there.
            disk.children("backingStore").forEach(disk::remove);
            disk.find("source").ifPresent(source -> source.attribute("file", moved(source.get("file"), before, after)));
        }
        domain.find("os", "nvram").ifPresent(nvram -> nvram.text(moved(nvram.content(), before, after)));
        for (Xml card : devices(domain).children("interface")) {
            card.find("source")
                    .ifPresent(source -> source.attribute("network", place.get().network()));
        }
        return domain.toString();
    }

    private static String moved(String path, String before, String after) {
        return path.startsWith(before) ? after + path.substring(before.length()) : path;
    }

    private static void watch(Domain domain, LibvirtMoves there, CompletableFuture<Boolean> outcome, Progress progress)
            throws InterruptedException {
        try {
            while (true) {
                try {
                    outcome.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException underWay) {
                    tell(domain, progress);
                    if (!there.connection.isAlive()) {
                        throw new HostException(
                                HostException.Reason.UNREACHABLE,
                                "The host that it was being moved to does not answer any more.",
                                null);
                    }
                }
            }
        } catch (ExecutionException failed) {
            throw failure(failed);
        } catch (InterruptedException | RuntimeException givenUp) {
            if (end(domain, outcome)) {
                // It had gone over before it could be kept.
                return;
            }
            throw givenUp;
        }
    }

    private static RuntimeException failure(ExecutionException failed) {
        return failed.getCause() instanceof LibvirtException refused
                ? LibvirtCalls.translate("move the machine", refused)
                : new IllegalStateException("The move failed in this program", failed.getCause());
    }

    private static void tell(Domain domain, Progress progress) {
        Optional<DomainJob> job;
        try {
            job = domain.job();
        } catch (LibvirtException silent) {
            // The move itself will say what is wrong; nothing but its progress is unknown.
            return;
        }
        job.ifPresent(now -> progress.tell(now.processed(), now.total()));
    }

    /** Ends it, and waits for its end. True when it was too late. */
    private static boolean end(Domain domain, CompletableFuture<Boolean> outcome) {
        boolean interrupted = false;
        long patience = System.nanoTime() + ENDING.toNanos();
        try {
            while (System.nanoTime() < patience) {
                abort(domain);
                try {
                    return outcome.get(END_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException goesOn) {
                    // Between its phases it cannot be ended: asked again.
                } catch (ExecutionException ended) {
                    return false;
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void abort(Domain domain) {
        try {
            domain.abortJob();
        } catch (LibvirtException nothingToEnd) {
            // It has ended, has not begun, or the host is gone: which of these, whoever waits for it gets to know.
        }
    }

    @Override
    public void withdraw(UUID uuid) throws InterruptedException {
        long patience = System.nanoTime() + ENDING.toNanos();
        while (underWay(uuid)) {
            if (System.nanoTime() > patience) {
                throw new HostException(HostException.Reason.BUSY, "The host does not stop sending the machine.", null);
            }
            Thread.sleep(END_EVERY_MILLIS);
        }
    }

    /** Whether the host is at work on it; if so, it has been asked to end that. */
    private boolean underWay(UUID uuid) {
        return LibvirtCalls.call(
                "look at the machine's move",
                () -> connection
                        .findDomain(uuid)
                        .map(found -> {
                            try (Domain domain = found) {
                                if (!domain.state().isActive() || domain.job().isEmpty()) {
                                    return false;
                                }
                                abort(domain);
                                return true;
                            }
                        })
                        .orElse(false));
    }

    @Override
    public void discard(UUID uuid) {
        LibvirtCalls.run(
                "take away what has arrived of the machine",
                () -> connection.findDomain(uuid).ifPresent(found -> {
                    try (Domain domain = found) {
                        discard(domain);
                    } catch (LibvirtException gone) {
                        // libvirt itself takes away what arrives when nobody directs it any more.
                        if (!gone.isNoDomain()) {
                            throw gone;
                        }
                    }
                }));
    }

    private static void discard(Domain domain) {
        if (presence(domain.state()) == Presence.RUNNING) {
            throw new HostException(
                    HostException.Reason.WRONG_STATE, "The machine runs there, so it is not taken away.", null);
        }
        if (domain.state().isActive()) {
            try {
                domain.destroy();
            } catch (LibvirtException endedMeanwhile) {
                if (!endedMeanwhile.isInvalidState()) {
                    throw endedMeanwhile;
                }
            }
        }
        domain.undefine(UndefineFlag.MANAGED_SAVE, UndefineFlag.SNAPSHOTS_METADATA, UndefineFlag.NVRAM);
    }

    private Domain existing(UUID uuid) {
        return LibvirtCalls.call("find the machine", () -> connection.findDomain(uuid))
                .orElseThrow(() -> new HostException(
                        HostException.Reason.ABSENT, "The host does not know the machine any more.", null));
    }
}
