package io.pando.audit;

import io.pando.access.Users;
import io.pando.api.AuditOutcome;
import io.pando.api.User;
import io.pando.event.Changed;
import io.pando.event.Deed;
import io.pando.event.JobEnded;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Learns from what features publish: what came of a request, and how jobs end. */
@Component
class AuditEvents {
    private final AuditStore store;
    private final AuditJson json;
    private final Users users;

    AuditEvents(AuditStore store, AuditJson json, Users users) {
        this.store = store;
        this.json = json;
        this.users = users;
    }

    /** Within a request: the object as it is now, or the job that works on it. */
    @EventListener
    void changed(Changed changed) {
        Deed deed = Deed.present();
        if (!deed.changes()) {
            return;
        }
        if (changed.type().equals("job")) {
            if (deed.jobId() == null) {
                deed.job(Long.parseLong(changed.id()));
            }
        } else if (deed.objectId() == null || changed.id().equals(deed.objectId())) {
            Object object = changed.object();
            if (deed.objectId() == null) {
                deed.object(changed.type(), changed.id(), object == null ? null : json.nameOf(object));
            }
            if (deed.projectId() == null) {
                deed.project(changed.projectId());
            }
            deed.after(object);
        }
    }

    /** Within the transaction that ends the job, on whichever thread. */
    @EventListener
    void ended(JobEnded ended) {
        User owner = users.find(ended.ownerId()).orElse(null);
        store.append(new AuditEntry(
                ended.kind(),
                AuditOutcome.valueOf(ended.state()),
                null,
                null,
                ended.problem(),
                ended.detail(),
                owner == null ? null : new AuditEntry.Who(owner.id(), owner.name(), null, null, null),
                null,
                new AuditEntry.Item(ended.subjectType(), ended.subjectId(), ended.subjectName(), ended.projectId()),
                ended.jobId(),
                null,
                1,
                null,
                null,
                null));
    }
}
