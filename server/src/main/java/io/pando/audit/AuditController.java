package io.pando.audit;

import io.pando.access.Caller;
import io.pando.access.Costs;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.AuditHead;
import io.pando.api.AuditOutcome;
import io.pando.api.AuditRecord;
import io.pando.api.AuditVerification;
import io.pando.api.Fault;
import io.pando.api.Page;
import io.pando.api.TokenRight;
import io.pando.paging.Paging;
import io.pando.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The record of who did what, over HTTP. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private static final Pattern HEAD = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    private final AuditService audit;
    private final JsonMapper json;

    AuditController(AuditService audit, JsonMapper json) {
        this.audit = audit;
        this.json = json;
    }

    /** Entries, newest first: all for an administrator, else one's own and those of one's projects. */
    @GetMapping
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    Page<AuditRecord> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String objectType,
            @RequestParam(required = false) @Nullable String object,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable Long job,
            @RequestParam(required = false) @Nullable String request,
            @RequestParam(required = false) @Nullable List<AuditOutcome> outcome,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Paging paging) {
        return audit.list(
                new AuditFilter(
                        audit.viewer(caller),
                        actor,
                        action,
                        objectType,
                        object,
                        audit.project(caller, project),
                        job,
                        request,
                        outcome == null ? List.of() : outcome,
                        time("from", from),
                        time("to", to)),
                paging);
    }

    @GetMapping("/{seq}")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    AuditRecord show(@AuthenticationPrincipal Caller caller, @PathVariable long seq) {
        return audit.find(caller, seq);
    }

    /** Where the record ends now; to be kept elsewhere. */
    @GetMapping("/head")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    AuditHead showHead() {
        return audit.head();
    }

    /** Whether the record is as it was written; {@code head=SEQ:HASH}, kept from earlier, shows also that nothing was cut off. */
    @GetMapping("/verification")
    @Requires(value = Right.ADMINISTRATOR, token = TokenRight.ADMINISTRATION)
    @Costs(60)
    AuditVerification verify(@RequestParam(required = false) @Nullable String head) {
        return audit.verify(head == null ? null : head(head));
    }

    /** Entries, oldest first, as JSON lines or CSV. A file of JSON lines without filters can be verified without the server. */
    @GetMapping("/export")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    @Costs(60)
    void export(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "jsonl") String format,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String objectType,
            @RequestParam(required = false) @Nullable String object,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable List<AuditOutcome> outcome,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletResponse response)
            throws IOException {
        String kind = format.toLowerCase(Locale.ROOT);
        if (!kind.equals("jsonl") && !kind.equals("csv")) {
            throw invalid("format", "format is jsonl or csv.", "Leave it out for jsonl.");
        }
        AuditFilter filter = new AuditFilter(
                audit.viewer(caller),
                actor,
                action,
                objectType,
                object,
                audit.project(caller, project),
                null,
                null,
                outcome == null ? List.of() : outcome,
                time("from", from),
                time("to", to));
        response.setContentType(kind.equals("csv") ? "text/csv" : "application/jsonl");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"pando-audit." + kind + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        BufferedWriter writer =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 65_536);
        if (kind.equals("csv")) {
            writer.write(AuditCsv.HEADER);
            audit.export(filter, entry -> writer.write(AuditCsv.line(entry)));
        } else {
            audit.export(filter, entry -> {
                writer.write(json.writeValueAsString(entry));
                writer.write('\n');
            });
        }
        writer.flush();
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new ProblemException(
                    io.pando.api.ProblemType.INVALID_REQUEST,
                    "%s is not a moment.".formatted(field),
                    "Write it like 2026-03-01T12:00:00Z.",
                    List.of(new Fault(field, "%s is not a moment.".formatted(field), "Like 2026-03-01T12:00:00Z.")),
                    malformed);
        }
    }

    private static AuditHead head(String text) {
        Matcher matcher = HEAD.matcher(text);
        if (!matcher.matches()) {
            throw invalid(
                    "head",
                    "head is not a position and a hash.",
                    "Write it as GET /api/v1/audit/head gave it, SEQ:HASH.");
        }
        return new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2), Instant.EPOCH);
    }

    private static ProblemException invalid(String field, String message, String help) {
        return ProblemException.invalid(List.of(new Fault(field, message, help)));
    }
}
