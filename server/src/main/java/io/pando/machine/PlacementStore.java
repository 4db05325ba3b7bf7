package io.pando.machine;

import io.pando.database.Database;
import io.pando.placement.Decision;
import io.pando.placement.Question;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Why machines are where they are, in the database: each decision's question, whole, so that it can be decided anew. */
@Component
class PlacementStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Clock clock;

    PlacementStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A decision as it was made.
     *
     * @param digest of its question, when it was made
     */
    record Kept(String digest, Question question, Instant madeAt) {}

    /**
     * A decision in the form in which it is kept.
     *
     * @param question as JSON, deflated, in Base64
     */
    record Written(String digest, String question, Instant madeAt) {}

    Written written(Decision decision) {
        return new Written(
                decision.question().digest(), deflated(JSON.writeValueAsString(decision.question())), clock.instant());
    }

    /** Within the transaction that writes the machine down. */
    void record(String machineId, Decision decision) {
        Written written = written(decision);
        database.writer()
                .sql("""
                        INSERT INTO placement_decision (machine_id, digest, question, made_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (machine_id) DO UPDATE SET digest = excluded.digest, question = excluded.question,
                            made_at = excluded.made_at""")
                .params(machineId, written.digest(), written.question(), Database.micros(written.madeAt()))
                .update();
    }

    Optional<Kept> find(String machineId) {
        return database.reader()
                .sql("SELECT digest, question, made_at FROM placement_decision WHERE machine_id = ?")
                .param(machineId)
                .query((row, number) -> new Kept(
                        row.getString("digest"),
                        JSON.readValue(inflated(row.getString("question")), Question.class),
                        Database.instant(row.getLong("made_at"))))
                .optional();
    }

    /** Thousands of hosts are told of in much the same words. */
    private static String deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String inflated(String text) {
        try (InflaterInputStream inflater = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return new String(inflater.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException("A decision about placement is damaged", damaged);
        }
    }
}
