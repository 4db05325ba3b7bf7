package io.pando.audit;

import io.pando.access.Caller;
import io.pando.api.AuditChain;
import io.pando.api.AuditFault;
import io.pando.api.AuditHead;
import io.pando.api.AuditRecord;
import io.pando.api.AuditVerification;
import io.pando.api.Page;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The rules about looking at the record: who sees what of it, and whether it is as it was written. */
@Service
class AuditService {
    private static final int AT_ONCE = 500;

    private final AuditStore store;
    private final AuditScope scope;
    /** Reading the whole record twice at the same time would help nobody. */
    private final ReentrantLock verifying = new ReentrantLock();

    AuditService(AuditStore store, AuditScope scope) {
        this.store = store;
        this.scope = scope;
    }

    /** What the caller may see: everything, or what he did, what was done to his account and what happens in his projects. */
    AuditFilter.@Nullable Viewer viewer(Caller caller) {
        return scope.viewer(caller);
    }

    /** The id of a project that the caller names; what is none is taken for the id of one that is gone. */
    @Nullable
    String project(Caller caller, @Nullable String idOrName) {
        return scope.project(caller, idOrName);
    }

    Page<AuditRecord> list(AuditFilter filter, Paging paging) {
        return paging.page(store.list(filter, paging.limit(), paging.offset()), store.count(filter));
    }

    /** An entry; one that the caller may not see is answered like an absent one. */
    AuditRecord find(Caller caller, long seq) {
        AuditFilter.Viewer viewer = viewer(caller);
        return store.find(seq)
                .filter(record -> viewer == null || viewer.sees(record))
                .orElseThrow(() -> ProblemException.notFound("audit entry", Long.toString(seq)));
    }

    AuditHead head() {
        return store.head().head();
    }

    /** Hands over what is asked for, oldest first, however much that is. */
    void export(AuditFilter filter, Sink sink) throws IOException {
        long last = 0;
        List<AuditRecord> some;
        do {
            some = store.after(filter, last, AT_ONCE);
            for (AuditRecord record : some) {
                sink.take(record);
                last = record.seq();
            }
        } while (some.size() == AT_ONCE);
    }

    /** Takes entries one after another. */
    @FunctionalInterface
    interface Sink {
        void take(AuditRecord record) throws IOException;
    }

    /**
     * Reads the record from its beginning to the end that is noted now.
     *
     * @param kept a head that was kept elsewhere, to be compared with; null for none
     * @throws ProblemException too many requests, when somebody else has it verified just now
     */
    AuditVerification verify(@Nullable AuditHead kept) {
        if (!verifying.tryLock()) {
            throw ProblemException.tooManyRequests(
                    "The record is being verified just now.", Duration.ofSeconds(5), null);
        }
        try {
            return verifyAlone(kept);
        } finally {
            verifying.unlock();
        }
    }

    private AuditVerification verifyAlone(@Nullable AuditHead kept) {
        AuditStore.SealedHead end = store.head();
        AuditChain chain = new AuditChain();
        AuditFault fault = null;
        while (fault == null && chain.seq() < end.head().seq()) {
            List<AuditRecord> some = store.after(chain.seq(), AT_ONCE);
            if (some.isEmpty()) {
                fault = cutOff(
                        chain.seq() + 1,
                        "The last entries, %d to %d, are gone."
                                .formatted(chain.seq() + 1, end.head().seq()));
            }
            for (AuditRecord record : some) {
                if (fault == null && chain.seq() < end.head().seq()) {
                    fault = take(chain, record, kept);
                }
            }
        }
        if (fault == null) {
            fault = faultOfEnd(chain, end, kept);
        }
        return new AuditVerification(fault == null, chain.seq(), fault, end.head());
    }

    private static @Nullable AuditFault take(AuditChain chain, AuditRecord record, @Nullable AuditHead kept) {
        AuditFault fault = chain.take(record);
        return fault != null || kept == null ? fault : chain.compare(kept);
    }

    private @Nullable AuditFault faultOfEnd(AuditChain chain, AuditStore.SealedHead end, @Nullable AuditHead kept) {
        if (!chain.hash().equals(end.head().hash())) {
            return cutOff(chain.seq(), "Entry %d is not the one that was noted as the last.".formatted(chain.seq()));
        }
        if (!store.genuine(end)) {
            return cutOff(chain.seq(), "The note of where the record ends was not written by Pando.");
        }
        if (kept != null && kept.seq() > chain.seq()) {
            return cutOff(
                    chain.seq() + 1,
                    "The record ends at %d, and once had %d entries.".formatted(chain.seq(), kept.seq()));
        }
        // In this order: an entry and the note of the end become visible together.
        long last = store.last();
        long noted = store.head().head().seq();
        return last <= noted ? null : cutOff(last, "Entry %d stands behind the noted end.".formatted(last));
    }

    private static AuditFault cutOff(long seq, String detail) {
        return new AuditFault(seq, AuditFault.Kind.CUT_OFF, detail);
    }
}
