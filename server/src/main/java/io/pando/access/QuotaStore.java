package io.pando.access;

import io.pando.api.Amounts;
import io.pando.api.Limits;
import io.pando.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tables of limits, charges and their sums. */
@Component
final class QuotaStore {
    /** In whose row the usual limits are. */
    static final String USUAL = "";

    private static final String SUMS = "machines, vcpus, memory_mib, disk_bytes, images";

    private final Database database;

    QuotaStore(Database database) {
        this.database = database;
    }

    // --- limits

    /** By project; those without limits of their own are left out. At most 1,000 ids. */
    Map<String, Limits> limits(Collection<String> projectIds) {
        Map<String, Limits> found = new HashMap<>();
        database.reader()
                .sql("SELECT * FROM quota_limit WHERE project_id IN (:ids)")
                .param("ids", projectIds)
                .query(row -> {
                    found.put(row.getString("project_id"), limits(row));
                });
        return found;
    }

    void setLimits(String projectId, Limits limits) {
        database.writer()
                .sql("""
                        INSERT INTO quota_limit (project_id, machines, vcpus, memory_mib, disk_bytes, images)
                        VALUES (:project, :machines, :vcpus, :memory, :disk, :images)
                        ON CONFLICT (project_id) DO UPDATE SET machines = excluded.machines, vcpus = excluded.vcpus,
                            memory_mib = excluded.memory_mib, disk_bytes = excluded.disk_bytes, images = excluded.images
                        """)
                .param("project", projectId)
                .param("machines", limits.machines(), Types.BIGINT)
                .param("vcpus", limits.vcpus(), Types.BIGINT)
                .param("memory", limits.memoryMiB(), Types.BIGINT)
                .param("disk", limits.diskBytes(), Types.BIGINT)
                .param("images", limits.images(), Types.BIGINT)
                .update();
    }

    void deleteLimits(String projectId) {
        database.writer()
                .sql("DELETE FROM quota_limit WHERE project_id = :project")
                .param("project", projectId)
                .update();
    }

    // --- sums

    /** By project; those that take nothing may be left out. At most 1,000 ids. */
    Map<String, Amounts> used(Collection<String> projectIds) {
        Map<String, Amounts> found = new HashMap<>();
        database.reader()
                .sql("SELECT * FROM quota_usage WHERE project_id IN (:ids)")
                .param("ids", projectIds)
                .query(row -> {
                    found.put(row.getString("project_id"), amounts(row));
                });
        return found;
    }

    /** What a project takes; whoever else wants to know it like this waits until the transaction ends. */
    Amounts hold(String projectId) {
        database.writer()
                .sql("INSERT INTO quota_usage (project_id, %s) VALUES (:project, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING"
                        .formatted(SUMS))
                .param("project", projectId)
                .update();
        return database.writer()
                .sql("UPDATE quota_usage SET machines = machines WHERE project_id = :project RETURNING *")
                .param("project", projectId)
                .query((row, number) -> amounts(row))
                .single();
    }

    /** Replaces one charge by another in the sum. */
    void move(String projectId, Amounts before, Amounts after) {
        database.writer()
                .sql("""
                        UPDATE quota_usage SET machines = machines + :machines, vcpus = vcpus + :vcpus,
                            memory_mib = memory_mib + :memory, disk_bytes = disk_bytes + :disk, images = images + :images
                        WHERE project_id = :project""")
                .param("project", projectId)
                .param("machines", after.machines() - before.machines())
                .param("vcpus", after.vcpus() - before.vcpus())
                .param("memory", after.memoryMiB() - before.memoryMiB())
                .param("disk", after.diskBytes() - before.diskBytes())
                .param("images", after.images() - before.images())
                .update();
    }

    // --- charges

    /** A charge, as the present transaction sees it. */
    Optional<Charge> charge(String subject) {
        return database.writer()
                .sql("SELECT * FROM quota_charge WHERE subject = :subject")
                .param("subject", subject)
                .query((row, number) -> new Charge(row.getString("project_id"), amounts(row)))
                .optional();
    }

    boolean charged(String projectId) {
        return database.writer()
                        .sql("SELECT count(*) FROM quota_charge WHERE project_id = :project")
                        .param("project", projectId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    void setCharge(String subject, Charge charge) {
        Amounts amounts = charge.amounts();
        database.writer()
                .sql("""
                        INSERT INTO quota_charge (subject, project_id, machines, vcpus, memory_mib, disk_bytes, images)
                        VALUES (:subject, :project, :machines, :vcpus, :memory, :disk, :images)
                        ON CONFLICT (subject) DO UPDATE SET machines = excluded.machines, vcpus = excluded.vcpus,
                            memory_mib = excluded.memory_mib, disk_bytes = excluded.disk_bytes, images = excluded.images
                        """)
                .param("subject", subject)
                .param("project", charge.projectId())
                .param("machines", amounts.machines())
                .param("vcpus", amounts.vcpus())
                .param("memory", amounts.memoryMiB())
                .param("disk", amounts.diskBytes())
                .param("images", amounts.images())
                .update();
    }

    void deleteCharge(String subject) {
        database.writer()
                .sql("DELETE FROM quota_charge WHERE subject = :subject")
                .param("subject", subject)
                .update();
    }

    /** What a thing is charged, and to whom. */
    record Charge(String projectId, Amounts amounts) {}

    private static Amounts amounts(ResultSet row) throws SQLException {
        return new Amounts(
                row.getInt("machines"),
                row.getInt("vcpus"),
                row.getLong("memory_mib"),
                row.getLong("disk_bytes"),
                row.getInt("images"));
    }

    private static Limits limits(ResultSet row) throws SQLException {
        Number machines = number(row, "machines");
        Number vcpus = number(row, "vcpus");
        Number memory = number(row, "memory_mib");
        Number disk = number(row, "disk_bytes");
        Number images = number(row, "images");
        return new Limits(
                machines == null ? null : machines.intValue(),
                vcpus == null ? null : vcpus.intValue(),
                memory == null ? null : memory.longValue(),
                disk == null ? null : disk.longValue(),
                images == null ? null : images.intValue());
    }

    private static @Nullable Number number(ResultSet row, String column) throws SQLException {
        return (Number) row.getObject(column);
    }
}
