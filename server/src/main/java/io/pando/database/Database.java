package io.pando.database;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way to the database. Thread-safe.
 *
 * <p>SQLite admits one writer at a time, so writing goes through a single connection and waits its turn in the pool
 * rather than failing with "database is locked"; reading has connections of its own and never waits for a writer. On PostgreSQL both
 * are the same pool.
 */
public final class Database {
    private final DataSource writing;
    private final JdbcClient writer;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;
    private final Readings readings;
    private final boolean embedded;

    Database(
            DataSource writing,
            DataSource reading,
            TransactionTemplate transactions,
            Readings readings,
            boolean embedded) {
        this.writing = writing;
        this.writer = JdbcClient.create(writing);
        this.reader = JdbcClient.create(reading);
        this.transactions = transactions;
        this.readings = readings;
        this.embedded = embedded;
    }

    /** For statements that change something, and for reads that must see the present transaction's own changes. */
    public JdbcClient writer() {
        return writer;
    }

    /** For reads outside transactions. Sees what has been committed. Each waits for a connection of its own, see {@link #reading}. */
    public JdbcClient reader() {
        return reader;
    }

    /**
     * Carries out work in one transaction, or in the caller's where there is one; an exception rolls it back.
     *
     * <p>On SQLite this holds the only writing connection: keep it short, and call nothing slow within it.
     */
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        @SuppressWarnings("NullAway") // null exactly when the supplier gave null
        T result = transactions.execute(status -> work.get());
        return result;
    }

    /** Like {@link #inTransaction(Supplier)} for work without a result. */
    public void inTransaction(Runnable work) {
        transactions.executeWithoutResult(status -> work.run());
    }

    /** Carries out work when the present transaction has committed, on its thread; at once where there is none. */
    public static void afterCommit(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    /**
     * Carries out what only reads, by {@link #reader()}, on one connection and in its turn: where many ask at once, each waits once, and
     * nobody much longer than others. On SQLite all of it sees the same state of the database.
     *
     * <p>Few are in turn at a time: call nothing slow within it, and no host.
     */
    public <T> T reading(Supplier<T> work) {
        return readings.carryOut(work);
    }

    /** The source of the writing connections, for libraries that bring their own SQL. */
    public DataSource dataSource() {
        return writing;
    }

    /** Whether this server is the database's only user, as it is with the embedded one. */
    public boolean embedded() {
        return embedded;
    }

    /** A pattern for {@code LIKE … ESCAPE '!'} on lower-case text that finds what contains the words, whatever characters they have. */
    public static String containing(String words) {
        return "%" + words.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    /** An instant as the database keeps it: microseconds since 1970 UTC. */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The instant that {@link #micros} turned into a number. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    /** Like {@link #instant(long)} for a column that may be null. */
    public static @Nullable Instant instantOrNull(@Nullable Number micros) {
        return micros == null ? null : instant(micros.longValue());
    }

    /** Like {@link #micros(Instant)} for a column that may be null. */
    public static @Nullable Long microsOrNull(@Nullable Instant instant) {
        return instant == null ? null : micros(instant);
    }
}
