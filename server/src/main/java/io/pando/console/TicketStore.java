package io.pando.console;

import io.pando.access.Caller;
import io.pando.api.ConsoleTicket;
import io.pando.api.Role;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tickets in the database, so that any server of an installation can redeem them. */
@Component
final class TicketStore {
    private final Database database;

    TicketStore(Database database) {
        this.database = database;
    }

    void add(byte[] secretHash, Ticket ticket) {
        database.writer()
                .sql("""
                        INSERT INTO console_ticket
                            (secret_hash, user_id, user_name, role, credential_id, machine_id, incarnation, kind, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        secretHash,
                        ticket.caller().userId(),
                        ticket.caller().name(),
                        ticket.caller().role().name(),
                        ticket.caller().credentialId(),
                        ticket.machineId(),
                        ticket.incarnation(),
                        ticket.kind().name(),
                        Database.micros(ticket.expiresAt()))
                .update();
    }

    /** Takes a ticket out: of several who try at the same time only one gets it. */
    Optional<Ticket> take(byte[] secretHash) {
        return database.writer()
                .sql("DELETE FROM console_ticket WHERE secret_hash = ? RETURNING *")
                .param(secretHash)
                .query((row, number) -> ticket(row))
                .optional();
    }

    void deleteOfCredential(String credentialId) {
        database.writer()
                .sql("DELETE FROM console_ticket WHERE credential_id = ?")
                .param(credentialId)
                .update();
    }

    void deleteExpired(Instant now) {
        database.writer()
                .sql("DELETE FROM console_ticket WHERE expires_at <= ?")
                .param(Database.micros(now))
                .update();
    }

    private static Ticket ticket(ResultSet row) throws SQLException {
        return new Ticket(
                new Caller(
                        row.getString("user_id"),
                        row.getString("user_name"),
                        Role.valueOf(row.getString("role")),
                        row.getString("credential_id")),
                row.getString("machine_id"),
                row.getString("incarnation"),
                ConsoleTicket.Kind.valueOf(row.getString("kind")),
                Database.instant(row.getLong("expires_at")));
    }
}
