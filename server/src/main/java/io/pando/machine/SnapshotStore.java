package io.pando.machine;

import io.pando.api.Snapshot;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Snapshots in the database. */
@Component
class SnapshotStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    SnapshotStore(Database database) {
        this.database = database;
    }

    /** False when the machine has a snapshot of that name already. */
    boolean insert(SnapshotRecord snapshot) {
        return database.writer()
                        .sql("""
                        INSERT INTO machine_snapshot (id, machine_id, name, description, state, parent_id, memory, consistency,
                                                      hardware, problem, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                        .param(snapshot.id())
                        .param(snapshot.machineId())
                        .param(snapshot.name())
                        .param(snapshot.description())
                        .param(snapshot.state().name())
                        .param(snapshot.parentId())
                        .param(snapshot.memory())
                        .param(snapshot.consistency().name())
                        .param(JSON.writeValueAsString(snapshot.hardware()))
                        .param(snapshot.problem())
                        .param(Database.micros(snapshot.createdAt()))
                        .update()
                == 1;
    }

    /** All of a machine, also those that only carry others, oldest first. Sees what the present transaction has changed. */
    List<SnapshotRecord> of(String machineId) {
        return database.writer()
                .sql("SELECT * FROM machine_snapshot WHERE machine_id = ? ORDER BY created_at, id")
                .param(machineId)
                .query(SnapshotStore::snapshot)
                .list();
    }

    Optional<SnapshotRecord> find(String machineId, String id) {
        return database.writer()
                .sql("SELECT * FROM machine_snapshot WHERE machine_id = ? AND id = ?")
                .params(machineId, id)
                .query(SnapshotStore::snapshot)
                .optional();
    }

    void ready(String id, Snapshot.Consistency consistency) {
        database.writer()
                .sql("UPDATE machine_snapshot SET state = 'READY', consistency = ? WHERE id = ?")
                .params(consistency.name(), id)
                .update();
    }

    /** @param problem null when it has none */
    void recordState(String id, SnapshotRecord.State state, @Nullable String problem) {
        database.writer()
                .sql("UPDATE machine_snapshot SET state = ?, problem = ? WHERE id = ?")
                .param(state.name())
                .param(problem)
                .param(id)
                .update();
    }

    /** It goes on without a name and without its memory, for the sake of those that are built upon it. */
    void recordCarrier(String id) {
        database.writer()
                .sql("UPDATE machine_snapshot SET state = 'CARRIER', memory = NULL WHERE id = ?")
                .param(id)
                .update();
    }

    void recordHardware(String id, Hardware hardware) {
        database.writer()
                .sql("UPDATE machine_snapshot SET hardware = ? WHERE id = ?")
                .params(JSON.writeValueAsString(hardware), id)
                .update();
    }

    void recordParent(String id, @Nullable String parentId) {
        database.writer()
                .sql("UPDATE machine_snapshot SET parent_id = ? WHERE id = ?")
                .param(parentId)
                .param(id)
                .update();
    }

    void recordWords(String id, String name, String description) {
        database.writer()
                .sql("UPDATE machine_snapshot SET name = ?, description = ? WHERE id = ?")
                .params(name, description, id)
                .update();
    }

    void remove(String id) {
        database.writer()
                .sql("DELETE FROM machine_snapshot WHERE id = ?")
                .param(id)
                .update();
    }

    /** Forgets the snapshots of a machine that is gone. */
    void forget(String machineId) {
        database.writer()
                .sql("DELETE FROM machine_snapshot WHERE machine_id = ?")
                .param(machineId)
                .update();
    }

    private static SnapshotRecord snapshot(ResultSet row, int number) throws SQLException {
        return new SnapshotRecord(
                row.getString("id"),
                row.getString("machine_id"),
                row.getString("name"),
                row.getString("description"),
                SnapshotRecord.State.valueOf(row.getString("state")),
                row.getString("parent_id"),
                row.getString("memory"),
                Snapshot.Consistency.valueOf(row.getString("consistency")),
                JSON.readValue(row.getString("hardware"), Hardware.class),
                row.getString("problem"),
                Database.instant(row.getLong("created_at")));
    }
}
