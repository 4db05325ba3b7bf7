package io.pando.access;

import io.pando.access.QuotaStore.Charge;
import io.pando.api.Amounts;
import io.pando.api.Fault;
import io.pando.api.Limits;
import io.pando.api.ProblemType;
import io.pando.api.Quota;
import io.pando.database.Database;
import io.pando.event.Deed;
import io.pando.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What projects take of what they may take. Thread-safe.
 *
 * <p>Each thing that takes something is a <em>subject</em> with a charge: {@code machine:ID}, {@code image:ID}, {@code upload:ID} or what
 * a feature chooses. A charge is made in the transaction of the request that leads to the thing, and given back in the transaction
 * that ends the job after which its bytes are gone: however many ask at once, and whatever dies meanwhile, a project never takes more
 * than it may, and nothing stays charged that is not there.
 */
@Service
public final class Quotas {
    private final QuotaStore store;
    private final ProjectStore projects;
    private final Database database;

    Quotas(QuotaStore store, ProjectStore projects, Database database) {
        this.store = store;
        this.projects = projects;
        this.database = database;
    }

    // --- for features

    /**
     * Charges a subject: from now on it takes these amounts, however much it took before. May be repeated. To be called in the
     * transaction in which the subject comes into being or grows; what shrinks always fits.
     *
     * @throws ProblemException quota exceeded, with what is used, wanted and left
     */
    public void reserve(String projectId, String subject, Amounts amounts) {
        database.inTransaction(() -> {
            if (!projects.hold(projectId)) {
                // Deleted since whoever asks was told that it is there.
                throw ProblemException.notFound("project", projectId);
            }
            Amounts used = store.hold(projectId);
            Amounts before = charge(projectId, subject);
            List<Fault> faults = QuotaDecision.shortfalls(name(projectId), limits(projectId), used, before, amounts);
            if (!faults.isEmpty()) {
                throw exceeded(faults);
            }
            store.move(projectId, before, amounts);
            store.setCharge(subject, new Charge(projectId, amounts));
        });
    }

    /**
     * Charges a subject what it has turned out to take, whatever the limits say: it is there already, and refusing that would not make it
     * smaller. To be called in the transaction that ends the work.
     */
    public void settle(String projectId, String subject, Amounts amounts) {
        database.inTransaction(() -> {
            store.hold(projectId);
            store.move(projectId, charge(projectId, subject), amounts);
            store.setCharge(subject, new Charge(projectId, amounts));
        });
    }

    /** Gives back all that a subject takes. To be called only once its bytes are gone. May be repeated, and does nothing without a charge. */
    public void release(String subject) {
        database.inTransaction(() -> {
            Charge charge = store.charge(subject).orElse(null);
            if (charge != null) {
                // Whoever charges or releases holds the sum first, then looks at the charge.
                store.hold(charge.projectId());
                store.charge(subject).ifPresent(present -> {
                    store.move(present.projectId(), present.amounts(), Amounts.NONE);
                    store.deleteCharge(subject);
                });
            }
        });
    }

    /** Subjects that are charged and begin like that: for features that look whether what they charged for is still there. */
    public List<String> subjects(String beginning) {
        return store.subjects(beginning);
    }

    /** What would keep {@link #reserve} from being done now, for plans; empty when nothing would. Changes nothing. */
    public List<Fault> shortfalls(String projectId, String subject, Amounts amounts) {
        return QuotaDecision.shortfalls(
                name(projectId),
                limits(projectId),
                store.used(List.of(projectId)).getOrDefault(projectId, Amounts.NONE),
                charge(projectId, subject),
                amounts);
    }

    private Amounts charge(String projectId, String subject) {
        Charge charge = store.charge(subject).orElse(null);
        if (charge == null) {
            return Amounts.NONE;
        }
        if (!charge.projectId().equals(projectId)) {
            throw new IllegalStateException(subject + " is charged to another project");
        }
        return charge.amounts();
    }

    private static ProblemException exceeded(List<Fault> faults) {
        Fault first = faults.getFirst();
        return new ProblemException(ProblemType.QUOTA_EXCEEDED, first.message(), first.help(), faults, null);
    }

    private String name(String projectId) {
        return projects.references(List.of(projectId)).stream()
                .map(reference -> reference.name())
                .findFirst()
                .orElse(projectId);
    }

    // --- looking

    boolean charged(String projectId) {
        return store.charged(projectId);
    }

    Quota of(String projectId) {
        return of(List.of(projectId)).getOrDefault(projectId, new Quota(Limits.NONE, Amounts.NONE, false));
    }

    /** At most 1,000 ids. */
    Map<String, Quota> of(Collection<String> projectIds) {
        if (projectIds.isEmpty()) {
            return Map.of();
        }
        Map<String, Limits> limits = limits(projectIds);
        Map<String, Amounts> used = store.used(projectIds);
        Limits usual = limits.getOrDefault(QuotaStore.USUAL, Limits.NONE);
        Map<String, Quota> quotas = new HashMap<>();
        for (String id : projectIds) {
            Limits own = limits.get(id);
            quotas.put(id, new Quota(own == null ? usual : own, used.getOrDefault(id, Amounts.NONE), own != null));
        }
        return quotas;
    }

    private Map<String, Limits> limits(Collection<String> projectIds) {
        List<String> wanted = new ArrayList<>(projectIds);
        wanted.add(QuotaStore.USUAL);
        return store.limits(wanted);
    }

    private Limits limits(String projectId) {
        Map<String, Limits> found = limits(List.of(projectId));
        return found.getOrDefault(projectId, found.getOrDefault(QuotaStore.USUAL, Limits.NONE));
    }

    Limits usual() {
        return store.limits(List.of(QuotaStore.USUAL)).getOrDefault(QuotaStore.USUAL, Limits.NONE);
    }

    // --- limits

    Quota set(String projectId, Limits limits) {
        check(limits);
        change(projectId, () -> store.setLimits(projectId, limits), limits);
        return of(projectId);
    }

    Quota reset(String projectId) {
        change(projectId, () -> store.deleteLimits(projectId), usual());
        return of(projectId);
    }

    Limits setUsual(Limits limits) {
        check(limits);
        Deed.present().object("quota", "usual", "usual");
        change(QuotaStore.USUAL, () -> store.setLimits(QuotaStore.USUAL, limits), limits);
        return limits;
    }

    private void change(String projectId, Runnable change, Limits after) {
        Deed.present().before(() -> limits(projectId)).after(after);
        database.inTransaction(change);
    }

    private static void check(Limits limits) {
        List<Fault> faults = new ArrayList<>();
        check("machines", limits.machines(), faults);
        check("vcpus", limits.vcpus(), faults);
        check("memoryMiB", limits.memoryMiB(), faults);
        check("diskBytes", limits.diskBytes(), faults);
        check("images", limits.images(), faults);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
    }

    private static void check(String field, @Nullable Number limit, List<Fault> faults) {
        if (limit != null && limit.longValue() < 0) {
            faults.add(new Fault(field, "A limit is 0 or more.", "Leave it out for no limit."));
        }
    }
}
