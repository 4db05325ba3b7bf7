package io.pando.machine;

import io.pando.database.Database;
import org.springframework.stereotype.Component;

/** Machines on their way from one host to another, in the database. */
@Component
class MoveStore {
    private final Database database;

    MoveStore(Database database) {
        this.database = database;
    }

    /**
     * Writes a move down: from now on the machine counts on both hosts.
     *
     * @param bytes room that its disks will take there
     * @param why the decision, as it is kept
     */
    void begin(MoveRequest move, long bytes, PlacementStore.Written why) {
        database.writer()
                .sql("""
                        INSERT INTO machine_move (machine_id, source_id, target_id, bytes, digest, question, made_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (machine_id) DO UPDATE SET source_id = excluded.source_id, target_id = excluded.target_id,
                            bytes = excluded.bytes, digest = excluded.digest, question = excluded.question,
                            made_at = excluded.made_at""")
                .params(
                        move.machineId(),
                        move.sourceId(),
                        move.targetId(),
                        bytes,
                        why.digest(),
                        why.question(),
                        Database.micros(why.madeAt()))
                .update();
    }

    /** The machine is where it was to go: why it is there is what is told from now on. */
    void arrived(String machineId) {
        database.writer().sql("""
                        INSERT INTO placement_decision (machine_id, digest, question, made_at)
                        SELECT machine_id, digest, question, made_at FROM machine_move WHERE machine_id = ?
                        ON CONFLICT (machine_id) DO UPDATE SET digest = excluded.digest, question = excluded.question,
                            made_at = excluded.made_at""").param(machineId).update();
    }

    /** Nothing of it is on the way any more. */
    void end(String machineId) {
        database.writer()
                .sql("DELETE FROM machine_move WHERE machine_id = ?")
                .param(machineId)
                .update();
    }
}
