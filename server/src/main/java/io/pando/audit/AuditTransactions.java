package io.pando.audit;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Has each transaction of a request that changes something take the record of it along. */
@Component
final class AuditTransactions implements TransactionExecutionListener, SmartInitializingSingleton {
    private final PlatformTransactionManager transactions;
    private final AuditLog log;

    AuditTransactions(PlatformTransactionManager transactions, AuditLog log) {
        this.transactions = transactions;
        this.log = log;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!(transactions instanceof ConfigurableTransactionManager manager)) {
            throw new IllegalStateException(
                    "The record of changes needs a transaction manager that tells of transactions");
        }
        manager.addListener(this);
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure == null) {
            log.accompany();
        }
    }
}
