package io.pando.builder;

import io.pando.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which appliances may be on the hosts, in the database: written before one is started, removed when it is gone. */
@Component
class RunStore {
    private final Database database;

    RunStore(Database database) {
        this.database = database;
    }

    /** @param endsBy when it has ended, if whoever started it is still there */
    void begin(UUID id, String hostId, Instant endsBy) {
        database.writer()
                .sql("""
                        INSERT INTO builder_run (id, host_id, ends_by) VALUES (?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET host_id = excluded.host_id, ends_by = excluded.ends_by""")
                .params(id.toString(), hostId, Database.micros(endsBy))
                .update();
    }

    void end(UUID id) {
        database.writer()
                .sql("DELETE FROM builder_run WHERE id = ?")
                .param(id.toString())
                .update();
    }

    /** Those on a host that nobody looks after any more. */
    List<UUID> abandoned(String hostId, Instant now) {
        return database.reader()
                .sql("SELECT id FROM builder_run WHERE host_id = ? AND ends_by < ? ORDER BY ends_by")
                .params(hostId, Database.micros(now))
                .query((row, number) -> UUID.fromString(row.getString("id")))
                .list();
    }

    /** Hosts on which there may be one. */
    List<String> hosts() {
        return database.reader()
                .sql("SELECT DISTINCT host_id FROM builder_run ORDER BY host_id")
                .query(String.class)
                .list();
    }
}
