package io.pando.event;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the present request does, as the audit record is going to tell it. The edge begins one for each request; whoever carries the
 * request out adds what he knows, and need not know who listens. Bound to the thread that answers the request, and not thread-safe.
 *
 * <p>A deed becomes a record when the first transaction of the request commits, within that transaction. So what is to stand in the
 * record is said before that.
 */
public final class Deed {
    private static final ThreadLocal<Deed> PRESENT = new ThreadLocal<>();

    private final String requestId;
    private boolean changes;
    private @Nullable Author author;
    private @Nullable String action;
    private @Nullable String objectType;
    private @Nullable String objectId;
    private @Nullable String objectName;
    private @Nullable String projectId;
    private @Nullable Long jobId;
    private @Nullable Object asked;
    private @Nullable Object before;
    private @Nullable Object after;
    private @Nullable String problem;
    private @Nullable String problemDetail;
    private final List<Consequence> consequences = new ArrayList<>();

    private Deed(String requestId) {
        this.requestId = requestId;
    }

    /** Begins the deed of a request, on this thread. To be ended with {@link #end}. */
    public static Deed begin() {
        Deed deed = new Deed(UUID.randomUUID().toString());
        PRESENT.set(deed);
        return deed;
    }

    /** Ends the present deed. */
    public static void end() {
        PRESENT.remove();
    }

    /** The deed of the request that this thread answers; outside of requests one that nobody will ask for. */
    public static Deed present() {
        Deed deed = PRESENT.get();
        return deed == null ? new Deed("") : deed;
    }

    /** Whether this thread answers a request. */
    public static boolean underWay() {
        return PRESENT.get() != null;
    }

    /** Random; also in the header {@code X-Request-Id}, in the log and in problem documents. Empty outside of requests. */
    public String requestId() {
        return requestId;
    }

    /** Says that the request changes something, although its method may not look like it. */
    public Deed changing() {
        changes = true;
        return this;
    }

    /** Says that the request has turned out to change nothing, although its method looks like it. */
    public Deed looking() {
        changes = false;
        return this;
    }

    public boolean changes() {
        return changes;
    }

    /** Says who acts. */
    public Deed by(Author who) {
        author = who;
        return this;
    }

    /** Null while nobody has proved who he is. */
    public @Nullable Author author() {
        return author;
    }

    /** Names what is done, where that is not what the endpoint is called: {@code console.open}. */
    public Deed action(String name) {
        action = name;
        return this;
    }

    public @Nullable String action() {
        return action;
    }

    /** Says what it is done to. */
    public Deed object(String type, String id, @Nullable String name) {
        if (!id.equals(objectId) || !type.equals(objectType)) {
            before = null;
            after = null;
        }
        objectType = type;
        objectId = id;
        objectName = name;
        return this;
    }

    public @Nullable String objectType() {
        return objectType;
    }

    public @Nullable String objectId() {
        return objectId;
    }

    public @Nullable String objectName() {
        return objectName;
    }

    /** Says in which project. */
    public Deed project(@Nullable String id) {
        projectId = id;
        return this;
    }

    public @Nullable String projectId() {
        return projectId;
    }

    /** Says which job carries it out. */
    public Deed job(long id) {
        jobId = id;
        return this;
    }

    public @Nullable Long jobId() {
        return jobId;
    }

    /** What was asked for: the request's body. Secrets in it are masked when it is recorded. */
    public Deed asked(@Nullable Object body) {
        asked = body;
        return this;
    }

    public @Nullable Object asked() {
        return asked;
    }

    /** The object as it was; only looked at when the request changes something, and the first time that it is said. */
    public Deed before(Supplier<? extends @Nullable Object> object) {
        if (changes && before == null) {
            before = object.get();
        }
        return this;
    }

    public @Nullable Object before() {
        return before;
    }

    /** The object as it is now. */
    public Deed after(@Nullable Object object) {
        after = object;
        return this;
    }

    public @Nullable Object after() {
        return after;
    }

    /** Says that the request was refused or failed, and why. */
    public Deed refused(String code, String detail) {
        problem = code;
        problemDetail = detail;
        return this;
    }

    public @Nullable String problem() {
        return problem;
    }

    public @Nullable String problemDetail() {
        return problemDetail;
    }

    /** Says what else the request does; becomes a record of its own, together with this one's. */
    public Deed also(Consequence consequence) {
        consequences.add(consequence);
        return this;
    }

    public List<Consequence> consequences() {
        return List.copyOf(consequences);
    }

    /**
     * What a request does besides what was asked for.
     *
     * @param action for example {@code member.set}
     * @param projectId null for no project
     * @param asked why
     * @param before the object as it was; null when it was not there
     * @param after the object as it is now; null when it is gone
     */
    public record Consequence(
            String action,
            String objectType,
            String objectId,
            String objectName,
            @Nullable String projectId,
            Object asked,
            @Nullable Object before,
            @Nullable Object after) {}

    /**
     * Who acts, and what proves it.
     *
     * @param credentialKind {@code session} or {@code token}
     * @param credentialName what the owner calls a token; empty for a session
     */
    public record Author(
            String userId, String name, String credentialKind, String credentialId, String credentialName) {}
}
