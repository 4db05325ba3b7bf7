package io.pando.audit;

import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written down, before it has a place in the chain. The fields are those of {@link AuditRecord}; texts are bounded and
 * without NUL, which PostgreSQL could not keep.
 */
record AuditEntry(
        String action,
        AuditOutcome outcome,
        @Nullable String route,
        @Nullable Integer status,
        @Nullable String problem,
        @Nullable String detail,
        @Nullable Who who,
        @Nullable String address,
        @Nullable Item item,
        @Nullable Long jobId,
        @Nullable String requestId,
        long repeats,
        @Nullable String asked,
        @Nullable String before,
        @Nullable String after) {
    private static final int LONGEST = 1_000;
    private static final int LONGEST_NAME = 200;

    AuditEntry {
        action = bounded(action, LONGEST_NAME);
        route = orNull(route, LONGEST_NAME);
        detail = orNull(detail, LONGEST);
        address = orNull(address, LONGEST_NAME);
    }

    /**
     * Who acts.
     *
     * @param id null while it is not proved
     */
    record Who(
            @Nullable String id,
            String name,
            @Nullable String credentialKind,
            @Nullable String credentialId,
            @Nullable String credentialName) {
        Who {
            name = bounded(name, LONGEST_NAME);
            credentialName = orNull(credentialName, LONGEST_NAME);
        }
    }

    /** What it is done to. */
    record Item(
            String type,
            @Nullable String id,
            @Nullable String name,
            @Nullable String projectId) {
        Item {
            id = orNull(id, LONGEST_NAME);
            name = orNull(name, LONGEST_NAME);
        }
    }

    /**
     * The same for so many that were like it, of which this was the first; what differed between them is left out.
     *
     * @param from where all of them came from; null when from here and there
     */
    AuditEntry repeated(long count, @Nullable String from) {
        return new AuditEntry(
                action,
                outcome,
                route,
                status,
                problem,
                "%d more within a minute. %s".formatted(count, detail == null ? "" : detail),
                who,
                from,
                null,
                null,
                null,
                count,
                null,
                null,
                null);
    }

    /** This entry at its place in the chain, without its hash yet. */
    AuditRecord at(long seq, Instant at, String previousHash) {
        return new AuditRecord(
                seq,
                at,
                action,
                outcome,
                route,
                status,
                problem,
                detail,
                who == null ? null : who.id(),
                who == null ? null : who.name(),
                who == null ? null : who.credentialKind(),
                who == null ? null : who.credentialId(),
                who == null ? null : who.credentialName(),
                address,
                item == null ? null : item.type(),
                item == null ? null : item.id(),
                item == null ? null : item.name(),
                item == null ? null : item.projectId(),
                jobId,
                requestId,
                repeats,
                asked,
                before,
                after,
                previousHash,
                "");
    }

    private static @Nullable String orNull(@Nullable String text, int longest) {
        return text == null ? null : bounded(text, longest);
    }

    /** Without what would break a line or a terminal: the record is read as text, too. */
    private static String bounded(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(longest).forEach(character -> {
            int type = Character.getType(character);
            boolean unsafe = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            clean.appendCodePoint(unsafe ? '\uFFFD' : character);
        });
        return clean.toString();
    }
}
