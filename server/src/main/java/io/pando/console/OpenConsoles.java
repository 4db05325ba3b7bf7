package io.pando.console;

import io.pando.access.Authenticator;
import io.pando.access.Caller;
import io.pando.access.CredentialRevoked;
import io.pando.access.MembershipChanged;
import io.pando.api.Machine;
import io.pando.event.Changed;
import io.pando.machine.MachineDirectory;
import io.pando.machine.MachineDirectory.Located;
import io.pando.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The consoles that are open on this server, and whether they may stay so. Thread-safe. */
@Component
final class OpenConsoles {
    /** Most consoles that an account may have open at the same time. */
    static final int MOST = 16;

    /** Besides being told of withdrawn rights a server looks by itself: another one may have withdrawn them. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int PING_EVERY = 10;
    private static final Logger LOG = LoggerFactory.getLogger(OpenConsoles.class);

    private final Set<OpenConsole> open = ConcurrentHashMap.newKeySet();
    private final MachineDirectory machines;
    private final Authenticator authenticator;

    OpenConsoles(MachineDirectory machines, Authenticator authenticator) {
        this.machines = machines;
        this.authenticator = authenticator;
    }

    /**
     * Makes sure that a caller may open another console.
     *
     * @throws ProblemException too many requests
     */
    void checkRoom(Caller caller) {
        if (count(caller) >= MOST) {
            throw ProblemException.tooManyRequests(
                    "You have %d consoles open.".formatted(MOST), Duration.ofSeconds(5), null);
        }
    }

    /** False when the account has too many open. */
    synchronized boolean add(OpenConsole console) {
        return count(console.ticket().caller()) < MOST && open.add(console);
    }

    void remove(OpenConsole console) {
        open.remove(console);
    }

    private long count(Caller caller) {
        return open.stream()
                .filter(console -> console.ticket().caller().userId().equals(caller.userId()))
                .count();
    }

    /** Closes a console when the right to it ends, or nobody is at its other end. Ends when the console does. */
    void watch(OpenConsole console) throws InterruptedException {
        // The first look is at once: a right that was withdrawn while the line was being opened found no console to
        // close.
        for (int look = 1; open.contains(console); look++) {
            ConsoleEnd end = console.silentFor(SILENCE) ? ConsoleEnd.STALE : withdrawn(console);
            if (end != null) {
                console.close(end);
            } else if (look % PING_EVERY == 0) {
                console.ping();
            }
            Thread.sleep(LOOK);
        }
    }

    private @Nullable ConsoleEnd withdrawn(OpenConsole console) {
        Ticket ticket = console.ticket();
        try {
            Caller caller = authenticator.present(ticket.caller()).orElse(null);
            if (caller == null) {
                return ConsoleEnd.WITHDRAWN;
            }
            // Not the caller of when it was opened: the role may have changed since.
            Located machine = machines.locate(caller, ticket.machineId());
            if (!machine.incarnation().equals(ticket.incarnation())) {
                return ConsoleEnd.WITHDRAWN;
            }
            if (!machine.hostId().equals(console.hostId())) {
                return ConsoleEnd.MOVED;
            }
            return console.ranAtOpening() && !machine.running() ? ConsoleEnd.STOPPED : null;
        } catch (ProblemException refused) {
            return ConsoleEnd.WITHDRAWN;
        } catch (RuntimeException failure) {
            // Who cannot be asked cannot say yes.
            LOG.warn("Whether a console of machine {} may stay open is not known", ticket.machineId(), failure);
            return ConsoleEnd.LOST;
        }
    }

    @EventListener
    void revoked(CredentialRevoked revoked) {
        closeWhere(
                console -> console.ticket().caller().credentialId().equals(revoked.credentialId()),
                ConsoleEnd.WITHDRAWN);
    }

    /** Who is in a project, and as what, decides about its machines' consoles. */
    @TransactionalEventListener(fallbackExecution = true)
    void membershipChanged(MembershipChanged changed) {
        open.stream()
                .filter(console -> console.ticket().caller().userId().equals(changed.userId()))
                .forEach(console -> Thread.ofVirtual().name("console-looking").start(() -> {
                    ConsoleEnd end = withdrawn(console);
                    if (end != null) {
                        console.close(end);
                    }
                }));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void changed(Changed changed) {
        if (!changed.type().equals("machine")) {
            return;
        }
        ConsoleEnd end =
                switch (changed.object()) {
                    case null -> ConsoleEnd.WITHDRAWN;
                    case Machine machine ->
                        switch (machine.state()) {
                            case DELETING, DELETED -> ConsoleEnd.WITHDRAWN;
                            case STOPPED, SUSPENDED -> ConsoleEnd.STOPPED;
                            case DEFINED, PROVISIONING, RUNNING, FAILED -> null;
                        };
                    default -> null;
                };
        if (end != null) {
            closeWhere(console -> console.ticket().machineId().equals(changed.id()), end);
        } else if (changed.object() instanceof Machine machine) {
            // Its line leads to where the machine was.
            closeWhere(
                    console -> console.ticket().machineId().equals(changed.id())
                            && !console.hostId().equals(machine.hostId()),
                    ConsoleEnd.MOVED);
        }
    }

    /** A server that stops waits for its clients; these would not go by themselves. */
    @EventListener
    void stopping(ContextClosedEvent event) {
        closeWhere(console -> true, ConsoleEnd.LEAVING);
    }

    private void closeWhere(Predicate<OpenConsole> which, ConsoleEnd end) {
        open.stream()
                .filter(which)
                // A client that takes nothing must not hold up whoever made the change.
                .forEach(console -> Thread.ofVirtual().name("console-closing").start(() -> console.close(end)));
    }
}
