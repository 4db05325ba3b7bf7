package io.pando.image;

import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Copies of images on hosts in the database. */
@Component
class CopyStore {
    private final Database database;
    private final Clock clock;

    CopyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All, as the present transaction sees them. */
    List<CopyRecord> all() {
        return database.writer()
                .sql("SELECT * FROM image_copy ORDER BY used_at, image_id")
                .query(CopyStore::copy)
                .list();
    }

    /** Those on a host, the least used first. */
    List<CopyRecord> onHost(String hostId) {
        return database.writer()
                .sql("SELECT * FROM image_copy WHERE host_id = ? ORDER BY used_at, image_id")
                .param(hostId)
                .query(CopyStore::copy)
                .list();
    }

    List<CopyRecord> ofImage(String imageId) {
        return database.writer()
                .sql("SELECT * FROM image_copy WHERE image_id = ? ORDER BY used_at DESC, host_id")
                .param(imageId)
                .query(CopyStore::copy)
                .list();
    }

    Optional<CopyRecord> find(String imageId, String hostId) {
        return database.writer()
                .sql("SELECT * FROM image_copy WHERE image_id = ? AND host_id = ?")
                .params(imageId, hostId)
                .query(CopyStore::copy)
                .optional();
    }

    /** Writes down that a job is going to copy; whatever was written of this copy before is forgotten. */
    void begin(String imageId, String hostId, String disk, long jobId, long bytes) {
        database.writer()
                .sql("""
                        INSERT INTO image_copy (image_id, host_id, disk, state, job_id, bytes, used_at)
                        VALUES (?, ?, ?, 'COPYING', ?, ?, ?)
                        ON CONFLICT (image_id, host_id) DO UPDATE SET disk = excluded.disk, state = excluded.state,
                            job_id = excluded.job_id, bytes = excluded.bytes, sha256 = NULL, used_at = excluded.used_at""")
                .params(imageId, hostId, disk, jobId, bytes, now())
                .update();
    }

    /** Publishes a copy: from now on machines may be based on it. False when it is no longer this job's. */
    boolean complete(String imageId, String hostId, long jobId, String sha256) {
        return database.writer()
                        .sql("""
                        UPDATE image_copy SET state = 'READY', job_id = NULL, sha256 = ?, used_at = ?
                        WHERE image_id = ? AND host_id = ? AND state = 'COPYING' AND job_id = ?""")
                        .params(sha256, now(), imageId, hostId, jobId)
                        .update()
                == 1;
    }

    void touch(String imageId, String hostId) {
        database.writer()
                .sql("UPDATE image_copy SET used_at = ? WHERE image_id = ? AND host_id = ?")
                .params(now(), imageId, hostId)
                .update();
    }

    /**
     * Writes down that a copy goes, whatever it was before.
     *
     * @param jobId that takes it away; null when it is not for a job
     */
    void evict(String imageId, String hostId, @Nullable Long jobId) {
        database.writer()
                .sql("UPDATE image_copy SET state = 'EVICTING', job_id = ? WHERE image_id = ? AND host_id = ?")
                .param(jobId)
                .param(imageId)
                .param(hostId)
                .update();
    }

    /** Forgets a copy that is gone, unless another job has begun it anew or takes it away itself. */
    void forget(String imageId, String hostId, @Nullable Long jobId) {
        database.writer()
                .sql("""
                        DELETE FROM image_copy WHERE image_id = ? AND host_id = ? AND state = 'EVICTING'
                            AND coalesce(job_id, 0) = ?""")
                .params(imageId, hostId, jobId == null ? 0 : jobId)
                .update();
    }

    private long now() {
        return Database.micros(clock.instant());
    }

    private static CopyRecord copy(ResultSet row, int number) throws SQLException {
        @Nullable Long job = row.getObject("job_id") instanceof Number known ? known.longValue() : null;
        return new CopyRecord(
                row.getString("image_id"),
                row.getString("host_id"),
                row.getString("disk"),
                CopyRecord.State.valueOf(row.getString("state")),
                job,
                row.getLong("bytes"),
                row.getString("sha256"),
                Database.instant(row.getLong("used_at")));
    }
}
