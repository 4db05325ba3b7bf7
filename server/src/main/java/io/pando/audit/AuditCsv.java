package io.pando.audit;

import io.pando.api.AuditRecord;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries as comma-separated values (RFC 4180) for spreadsheets, which take a text that begins like a formula for one. */
final class AuditCsv {
    static final String HEADER = "seq,at,action,outcome,route,status,problem,detail,actorId,actorName,credentialKind,"
            + "credentialId,credentialName,address,objectType,objectId,objectName,projectId,jobId,requestId,repeats,asked,"
            + "before,after,hash\r\n";

    private AuditCsv() {}

    static String line(AuditRecord entry) {
        @Nullable
        Object[] fields = {
            entry.seq(),
            entry.at(),
            entry.action(),
            entry.outcome(),
            entry.route(),
            entry.status(),
            entry.problem(),
            entry.detail(),
            entry.actorId(),
            entry.actorName(),
            entry.credentialKind(),
            entry.credentialId(),
            entry.credentialName(),
            entry.address(),
            entry.objectType(),
            entry.objectId(),
            entry.objectName(),
            entry.projectId(),
            entry.jobId(),
            entry.requestId(),
            entry.repeats(),
            entry.asked(),
            entry.before(),
            entry.after(),
            entry.hash()
        };
        return Arrays.stream(fields).map(AuditCsv::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.chars().anyMatch(character -> ",\"\r\n'".indexOf(character) >= 0)
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
