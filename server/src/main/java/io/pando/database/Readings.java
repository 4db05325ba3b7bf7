package io.pando.database;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets those who read take turns, in the order in which they came. A pool of connections does not: whoever comes at the right moment
 * overtakes. Half of the connections are left to single statements, which have no turn.
 */
final class Readings {
    private final DataSource pool;
    private final TransactionTemplate transactions;
    private final Semaphore turns;

    /** @param connections how many the pool has at most */
    Readings(DataSource pool, int connections) {
        this.pool = pool;
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
        this.turns = new Semaphore(Math.max(1, connections / 2), true);
    }

    <T> T carryOut(Supplier<T> work) {
        if (TransactionSynchronizationManager.hasResource(pool)) {
            // It is this thread's turn already.
            return work.get();
        }
        turns.acquireUninterruptibly();
        try {
            @SuppressWarnings("NullAway") // null only when the supplier gave null
            T result = transactions.execute(status -> work.get());
            return result;
        } finally {
            turns.release();
        }
    }
}
