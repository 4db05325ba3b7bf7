package io.pando.audit;

import io.pando.api.AuditOutcome;
import io.pando.event.Deed;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Turns what requests do into entries of the record.
 *
 * <p>A change is recorded within the transaction that makes it, so neither is there without the other. What changes nothing in the
 * database, and every refusal, is recorded before the answer leaves. Thread-safe.
 */
@Component
class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String STATE = AuditLog.class.getName() + ".state";
    private static final String ID = "id";

    private final AuditStore store;
    private final Refusals refusals;
    private final AuditJson json;

    AuditLog(AuditStore store, Refusals refusals, AuditJson json) {
        this.store = store;
        this.refusals = refusals;
        this.json = json;
    }

    /** What has become of the record of a request. */
    private static final class State {
        private final HttpServletRequest request;
        private boolean accepted;
        private boolean finished;

        private State(HttpServletRequest request) {
            this.request = request;
        }
    }

    private static final ThreadLocal<State> PRESENT = new ThreadLocal<>();

    /** Begins with a request, on this thread. */
    void begin(HttpServletRequest request) {
        State state = new State(request);
        request.setAttribute(STATE, state);
        PRESENT.set(state);
    }

    /** Ends with the request. */
    void end() {
        PRESENT.remove();
    }

    /** Has the transaction that has just begun on this thread take the record of the request with it. */
    void accompany() {
        State state = PRESENT.get();
        Deed deed = Deed.present();
        if (state == null
                || !deed.changes()
                || state.accepted
                || state.finished
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                // Only the first that commits: it is the one that makes the change.
                if (!state.accepted) {
                    AuditEntry entry = entry(state.request, deed, AuditOutcome.ACCEPTED, null);
                    store.append(entry);
                    deed.consequences().forEach(also -> store.append(consequence(entry, also)));
                    state.accepted = true;
                }
            }

            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    state.accepted = false;
                }
            }
        });
    }

    /**
     * Records how the request ended, unless that has been recorded already. To be called before the answer leaves.
     *
     * @param status of the answer
     */
    void finish(int status) {
        State state = PRESENT.get();
        if (state == null || state.finished) {
            return;
        }
        Deed deed = Deed.present();
        state.finished = true;
        if (status < 400) {
            if (deed.changes() && !state.accepted) {
                store.append(entry(state.request, deed, AuditOutcome.ACCEPTED, status));
            }
            return;
        }
        if (!deed.changes() && status != 401 && status != 403 && status != 404) {
            return;
        }
        AuditEntry entry =
                entry(state.request, deed, status < 500 ? AuditOutcome.REFUSED : AuditOutcome.FAILED, status);
        try {
            refusals.add(entry);
        } catch (RuntimeException failure) {
            // Nothing was changed, and who is refused is told so all the same.
            LOG.error("The refusal of request {} could not be recorded", deed.requestId(), failure);
        }
    }

    private AuditEntry entry(HttpServletRequest request, Deed deed, AuditOutcome outcome, @Nullable Integer status) {
        // What was refused has changed nothing, whatever was about to be said of it.
        boolean changed = outcome == AuditOutcome.ACCEPTED;
        AuditJson.Difference difference =
                json.difference(changed ? deed.before() : null, changed ? deed.after() : null);
        String action = deed.action();
        return new AuditEntry(
                action == null ? "request" : action,
                outcome,
                request.getMethod() + " " + route(request),
                status,
                deed.problem(),
                deed.problemDetail(),
                who(deed),
                request.getRemoteAddr(),
                item(request, deed),
                deed.jobId(),
                deed.requestId(),
                1,
                json.asked(deed.asked(), further(request)),
                difference.before(),
                difference.after());
    }

    private AuditEntry consequence(AuditEntry cause, Deed.Consequence also) {
        AuditJson.Difference difference = json.difference(also.before(), also.after());
        return new AuditEntry(
                also.action(),
                AuditOutcome.ACCEPTED,
                cause.route(),
                null,
                null,
                null,
                cause.who(),
                cause.address(),
                new AuditEntry.Item(also.objectType(), also.objectId(), also.objectName(), also.projectId()),
                null,
                cause.requestId(),
                1,
                json.write(also.asked()),
                difference.before(),
                difference.after());
    }

    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? request.getRequestURI() : pattern.toString();
    }

    /** What the request's address names besides the object. */
    private static Map<String, String> further(HttpServletRequest request) {
        Map<String, String> further = new TreeMap<>();
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> {
                if (!ID.equals(name)) {
                    further.put(String.valueOf(name), String.valueOf(value));
                }
            });
        }
        return further;
    }

    private static AuditEntry.@Nullable Who who(Deed deed) {
        Deed.Author author = deed.author();
        return author == null
                ? null
                : new AuditEntry.Who(
                        author.userId(),
                        author.name(),
                        author.credentialKind(),
                        author.credentialId(),
                        author.credentialName());
    }

    /** What the deed says, else what the request's address says. */
    private static AuditEntry.@Nullable Item item(HttpServletRequest request, Deed deed) {
        String type = deed.objectType();
        if (type != null) {
            return new AuditEntry.Item(type, deed.objectId(), deed.objectName(), deed.projectId());
        }
        String action = deed.action();
        if (action != null
                && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get(ID) instanceof String id) {
            int dot = action.indexOf('.');
            return new AuditEntry.Item(dot < 0 ? action : action.substring(0, dot), id, null, deed.projectId());
        }
        return deed.projectId() == null ? null : new AuditEntry.Item("project", null, null, deed.projectId());
    }
}
