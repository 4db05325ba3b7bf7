package io.pando.bench;

import io.pando.api.Certificate;
import io.pando.api.Identity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Writes machines into the database of a server that is stopped, as many jobs would have left them: each with its identity, its
 * certificate and the finished job that made it. They are on a host that this server has no link to, so that it does not go and look for
 * their domains.
 */
final class ManyMachines {
    private static final List<String> STATES =
            List.of("RUNNING", "RUNNING", "RUNNING", "STOPPED", "STOPPED", "SUSPENDED", "FAILED");
    private static final List<String> STEPS = List.of(
            "copy-disk", "define-domain", "start", "await-guest", "customise", "reboot", "await-reboot", "certify");
    private static final List<String> FIELDS = List.of(
            "hostname",
            "machine-id",
            "ssh-host-keys",
            "dhcp-ids",
            "mac-addresses",
            "cloud-instance-id",
            "random-seed",
            "random-bytes",
            "product-uuid",
            "product-serial",
            "boot-id",
            "domain-name",
            "domain-uuid",
            "domain-mac",
            "domain-disk",
            "generation-id");
    private static final int DAY_SECONDS = 86_400;

    private final Connection database;
    private final String ownerId;
    private final String projectId;
    private final String imageId;
    private final String hostId = UUID.randomUUID().toString();
    private final Random random = new Random(7);

    private ManyMachines(Connection database, String owner, String project, String imageId) throws SQLException {
        this.database = database;
        this.imageId = imageId;
        this.ownerId = idOf("account", owner);
        this.projectId = idOf("project", project);
    }

    /**
     * Writes them.
     *
     * @param data the server's data folder
     * @param owner name of an account
     * @param project name of the project that they are in; a personal one is called like its account
     */
    static void write(Path data, String owner, String project, String imageId, int count) {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("pando.db"))) {
            database.setAutoCommit(false);
            new ManyMachines(database, owner, project, imageId).write(count);
            database.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException("The machines could not be written", failure);
        }
    }

    private String idOf(String table, String name) throws SQLException {
        try (PreparedStatement question =
                database.prepareStatement("SELECT id FROM %s WHERE name = ?".formatted(table))) {
            question.setString(1, name);
            try (ResultSet row = question.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void write(int count) throws SQLException {
        long now = micros(Instant.now());
        try (PreparedStatement host = database.prepareStatement("""
                        INSERT INTO host (id, name, uri, acceleration, acceleration_explanation, created_at)
                        VALUES (?, 'elsewhere', 'qemu+tls://elsewhere/system', 'HARDWARE', 'Worked when it was looked at.', ?)""")) {
            host.setString(1, hostId);
            host.setLong(2, now);
            host.executeUpdate();
        }
        try (PreparedStatement machine = database.prepareStatement("""
                        INSERT INTO machine (id, name, owner_id, project_id, host_id, image_id, copy, vcpus, memory_mib, state, state_seen_at,
                                             domain_name, domain_uuid, disk, mac, generation_id, serial, hostname, account,
                                             guest_access, addresses, screen_at, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'crowd', 'AGENT', ?, ?, ?)""");
                PreparedStatement certificate = database.prepareStatement(
                        "INSERT INTO machine_certificate (machine_id, identity, certificate) VALUES (?, ?, ?)");
                PreparedStatement job = database.prepareStatement("""
                        INSERT INTO job (id, kind, title, state, owner_id, subject_type, subject_id, subject_name, variant, request,
                                         memory, fence, cancel_requested, created_at, started_at, finished_at)
                        VALUES (?, 'machine.create', ?, 'DONE', ?, 'machine', ?, ?, ?, '{}', '{}', 1, 0, ?, ?, ?)""");
                PreparedStatement step = database.prepareStatement("""
                        INSERT INTO job_step (job_id, ordinal, name, title, state, detail, percent, attempts, started_at, finished_at)
                        VALUES (?, ?, ?, ?, 'DONE', 'done', 100, 1, ?, ?)""")) {
            long lastJob = lastJob();
            for (int number = 0; number < count; number++) {
                long createdAt = now - (long) random.nextInt(365 * DAY_SECONDS) * 1_000_000;
                String id = new UUID(random.nextLong(), random.nextLong()).toString();
                String name = "m%05d-%05d".formatted(random.nextInt(100_000), number);
                machine(machine, number, id, name, createdAt, now);
                certificate(certificate, id, name, createdAt);
                job(job, step, lastJob + 1 + number, id, name, createdAt);
            }
            machine.executeBatch();
            certificate.executeBatch();
            job.executeBatch();
            step.executeBatch();
        }
    }

    private void machine(PreparedStatement row, int number, String id, String name, long createdAt, long now)
            throws SQLException {
        int column = 1;
        row.setString(column++, id);
        row.setString(column++, name);
        row.setString(column++, ownerId);
        row.setString(column++, projectId);
        row.setString(column++, hostId);
        row.setString(column++, imageId);
        row.setString(column++, random.nextInt(10) == 0 ? "FULL" : "LINKED");
        row.setInt(column++, 1 + random.nextInt(4));
        row.setInt(column++, 512 << random.nextInt(4));
        row.setString(column++, STATES.get(random.nextInt(STATES.size())));
        row.setLong(column++, now);
        row.setString(column++, "elsewhere.crowd." + name);
        row.setString(column++, new UUID(random.nextLong(), random.nextLong()).toString());
        row.setString(column++, "crowd.%s-%s.qcow2".formatted(name, id.substring(0, 8)));
        row.setString(column++, "52:54:01:%02x:%02x:%02x".formatted(number >> 16, number >> 8 & 255, number & 255));
        row.setString(column++, new UUID(random.nextLong(), random.nextLong()).toString());
        row.setString(column++, "PANDO-%010d".formatted(number));
        row.setString(column++, "crowd-" + name);
        row.setString(column++, "[\"10.0.%d.%d\"]".formatted(number >> 8, number & 255));
        row.setLong(column++, now);
        row.setLong(column, createdAt);
        row.addBatch();
    }

    private void certificate(PreparedStatement row, String id, String name, long createdAt) throws SQLException {
        Map<String, List<String>> fields = new HashMap<>();
        FIELDS.forEach(field -> fields.put(field, List.of(fingerprint())));
        List<Certificate.Comparison> comparisons = FIELDS.stream()
                .map(field -> new Certificate.Comparison(
                        field,
                        field.replace('-', ' '),
                        field.startsWith("domain") ? "host" : "guest",
                        fields.getOrDefault(field, List.of()),
                        List.of(fingerprint()),
                        List.of(),
                        Certificate.Result.DISTINCT))
                .toList();
        Certificate certificate = new Certificate(
                id,
                name,
                Certificate.Verdict.DISTINCT,
                "All 16 identifiers that it has differ from those of its master and 12 other clones.",
                "tiny",
                12,
                comparisons,
                Instant.ofEpochSecond(createdAt / 1_000_000));
        row.setString(1, id);
        row.setString(2, PandoClient.JSON.writeValueAsString(new Identity(fields)));
        row.setString(3, PandoClient.JSON.writeValueAsString(certificate));
        row.addBatch();
    }

    private void job(
            PreparedStatement job, PreparedStatement step, long id, String machine, String name, long createdAt)
            throws SQLException {
        job.setLong(1, id);
        job.setString(2, "Create machine " + name);
        job.setString(3, ownerId);
        job.setString(4, machine);
        job.setString(5, name);
        job.setString(6, imageId + " LINKED");
        for (int time = 7; time <= 9; time++) {
            job.setLong(time, createdAt);
        }
        job.addBatch();
        for (int ordinal = 0; ordinal < STEPS.size(); ordinal++) {
            step.setLong(1, id);
            step.setInt(2, ordinal);
            step.setString(3, STEPS.get(ordinal));
            step.setString(4, STEPS.get(ordinal));
            step.setLong(5, createdAt);
            step.setLong(6, createdAt + random.nextInt(30_000_000));
            step.addBatch();
        }
    }

    private long lastJob() throws SQLException {
        try (Statement question = database.createStatement();
                ResultSet row = question.executeQuery("SELECT coalesce(max(id), 0) FROM job")) {
            row.next();
            return row.getLong(1);
        }
    }

    private String fingerprint() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
