package io.pando.console;

import io.pando.access.Authenticator;
import io.pando.access.Caller;
import io.pando.access.CredentialRevoked;
import io.pando.api.ConsoleTicket;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.machine.MachineDirectory;
import io.pando.machine.MachineDirectory.Located;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/** Gives tickets and takes them back. */
@Service
final class Tickets {
    /** What a ticket's secret begins with where it is offered as a WebSocket subprotocol. */
    static final String PROTOCOL = "pando.ticket.";

    private static final Duration LIFETIME = Duration.ofSeconds(30);
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_LENGTH = 43;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TicketStore store;
    private final MachineDirectory machines;
    private final Authenticator authenticator;
    private final Database database;
    private final Clock clock;

    Tickets(TicketStore store, MachineDirectory machines, Authenticator authenticator, Database database, Clock clock) {
        this.store = store;
        this.machines = machines;
        this.authenticator = authenticator;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Gives a ticket.
     *
     * @throws io.pando.problem.ProblemException when there is no such machine, or none of the caller's
     */
    ConsoleTicket give(Caller caller, String machineId, ConsoleTicket.Kind kind) {
        Located machine = machines.locate(caller, machineId);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        store.deleteExpired(now);
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Ticket ticket = new Ticket(caller, machine.machineId(), machine.incarnation(), kind, now.plus(LIFETIME));
        Deed.present().object("machine", machine.machineId(), machine.name());
        database.inTransaction(() -> store.add(hash(secret), ticket));
        return new ConsoleTicket(
                kind, ConsolePath.of(machine.machineId(), kind), PROTOCOL + secret, ticket.expiresAt());
    }

    /** Redeems a ticket, which can be done once; empty when there is none with that secret, or its time has passed. */
    Optional<Ticket> redeem(String secret) {
        if (secret.length() != SECRET_LENGTH) {
            return Optional.empty();
        }
        return store.take(hash(secret))
                .filter(ticket -> ticket.expiresAt().isAfter(clock.instant()))
                // As it was kept it does not say how far its credential reaches.
                .flatMap(ticket -> authenticator.present(ticket.caller()).map(ticket::of));
    }

    /** Whoever signs out, or is signed out, keeps no ticket. */
    @EventListener
    void revoked(CredentialRevoked revoked) {
        store.deleteOfCredential(revoked.credentialId());
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
