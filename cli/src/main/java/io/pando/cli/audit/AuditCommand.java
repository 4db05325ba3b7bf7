package io.pando.cli.audit;

import io.pando.api.AuditChain;
import io.pando.api.AuditFault;
import io.pando.api.AuditHead;
import io.pando.api.AuditRecord;
import io.pando.api.AuditVerification;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Json;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Words;
import io.pando.cli.output.Column;
import io.pando.cli.output.Printer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/** {@code pando audit}. */
@Command(name = "audit", header = "The record of who did what.")
public final class AuditCommand {
    private static final Pattern HEAD = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");
    /** A record of a million entries is read within it. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final List<Column<AuditRecord>> COLUMNS = List.of(
            Column.listed("seq", "Entry", entry -> Long.toString(entry.seq())),
            Column.listed("at", "When", entry -> entry.at().toString()),
            Column.listed("actor", "Who", AuditRecord::actorName),
            Column.listed("action", "What", AuditRecord::action),
            Column.listed("object", "Object", AuditCommand::object),
            Column.listed("outcome", "Outcome", AuditCommand::outcome),
            Column.listed("address", "From", AuditRecord::address),
            Column.further("detail", "Detail", AuditRecord::detail),
            Column.further("problem", "Problem", AuditRecord::problem),
            Column.further("status", "Status", entry -> text(entry.status())),
            Column.further("route", "Request", AuditRecord::route),
            Column.further("request", "Request id", AuditRecord::requestId),
            Column.further("job", "Job", entry -> text(entry.jobId())),
            Column.further("credential", "By", AuditCommand::credential),
            Column.further("project", "Project", AuditRecord::projectId),
            Column.further("asked", "Asked", AuditRecord::asked),
            Column.further("before", "Before", AuditRecord::before),
            Column.further("after", "After", AuditRecord::after),
            Column.further("repeats", "Stands for", entry -> entry.repeats() == 1 ? null : text(entry.repeats())),
            Column.further("hash", "Hash", AuditRecord::hash));

    private final Invocation invocation;

    public AuditCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    private static @Nullable String object(AuditRecord entry) {
        if (entry.objectType() == null) {
            return null;
        }
        String name = entry.objectName() == null ? entry.objectId() : entry.objectName();
        return name == null || name.isEmpty() ? entry.objectType() : entry.objectType() + " " + name;
    }

    private static String outcome(AuditRecord entry) {
        return entry.repeats() == 1
                ? Words.word(entry.outcome())
                : Words.word(entry.outcome()) + " x" + entry.repeats();
    }

    private static @Nullable String credential(AuditRecord entry) {
        String name = entry.credentialName();
        return name == null || name.isEmpty() ? entry.credentialKind() : entry.credentialKind() + " " + name;
    }

    private static @Nullable String text(@Nullable Number number) {
        return number == null ? null : number.toString();
    }

    @Command(
            name = "ls",
            header = "List entries, the newest first.",
            description = "An administrator sees all, others what they did and what was done to their account.",
            footer = {
                "",
                "Examples:",
                "  pando audit ls --actor ada --since 24h",
                "  pando audit ls --action machine --outcome refused --outcome failed",
                "  pando audit ls --object web2 -o columns=at,actor,action,before,after"
            })
    int list(
            @Mixin AuditOptions which,
            @Option(
                            names = "--limit",
                            paramLabel = "NUMBER",
                            defaultValue = "50",
                            description = "Most entries (default: ${DEFAULT-VALUE}).")
                    int limit) {
        if (limit < 1) {
            throw Failure.usage("--limit is at least 1.");
        }
        Printer printer = invocation.printer(COLUMNS);
        Answer.Rows<AuditRecord> rows =
                invocation.api().list("audit", which.query(invocation.surroundings()), AuditRecord.class, limit);
        printer.list(COLUMNS, rows.items(), rows.document());
        if (printer.style().isTable() && rows.total() > rows.items().size()) {
            invocation
                    .terminal()
                    .note("%d of %d entries; --limit shows more."
                            .formatted(rows.items().size(), rows.total()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            header = "Show an entry.",
            footer = {"", "Example:", "  pando audit show 1204"})
    int show(@Parameters(paramLabel = "ENTRY", description = "Number of the entry.") long seq) {
        Printer printer = invocation.printer(COLUMNS);
        Answer<AuditRecord> answer = invocation.api().get("audit/" + seq, AuditRecord.class);
        printer.one(COLUMNS, answer.value(), answer.document());
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            header = "Write entries to standard output, the oldest first.",
            description = {
                "A whole export as JSON lines can be verified later without the server. Keep the line that is said at the end in"
                        + " another place: it shows that nothing was cut off since."
            },
            footer = {
                "",
                "Examples:",
                "  pando audit export > audit.jsonl",
                "  pando audit export --csv --since 30d > audit.csv"
            })
    int export(
            @Mixin AuditOptions which,
            @Option(names = "--csv", description = "Comma-separated values instead of JSON lines.") boolean csv) {
        AuditHead head = csv ? null : head();
        Query query = which.query(invocation.surroundings()).with("format", csv ? "csv" : "jsonl");
        Printer printer = invocation.printer();
        try (Stream<String> lines = invocation.api().lines("audit/export" + query)) {
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                printer.out().print(all.next());
                printer.out().print(csv ? "\r\n" : "\n");
            }
        } catch (UncheckedIOException e) {
            throw Failure.failed("The export broke off (" + e.getMessage() + "). Begin again.", e);
        }
        printer.out().flush();
        if (head != null && head.seq() > 0) {
            invocation.terminal().note("To verify with: --head " + head.seq() + ":" + head.hash());
        }
        return ExitCode.OK;
    }

    /** Where the record ends; null for who may not know. */
    private @Nullable AuditHead head() {
        try {
            return invocation.api().get("audit/head", AuditHead.class).value();
        } catch (ProblemException refused) {
            if (refused.status() == 403) {
                return null;
            }
            throw refused;
        }
    }

    @Command(
            name = "verify",
            header = "Find out whether the record is as it was written.",
            description = {
                "Names the first entry that was altered, dropped or swapped, and ends with 1 then.",
                "With FILE verifies a whole export as JSON lines, without a server; - reads standard input."
            },
            footer = {
                "",
                "Examples:",
                "  pando audit verify",
                "  pando audit verify --head \"$(cat /mnt/safe/pando-head)\"",
                "  pando audit verify audit.jsonl"
            })
    int verify(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "An export (default: the server's record).")
                    @Nullable
                    Path file,
            @Option(
                            names = "--head",
                            paramLabel = "ENTRY:HASH",
                            description = "An end of the record that was kept: shows also that nothing was cut off.")
                    @Nullable
                    String head)
            throws IOException {
        AuditHead kept = head == null ? null : parse(head);
        Printer printer = invocation.printer();
        AuditVerification verification = file == null ? byServer(head) : ofFile(file, kept);
        if (!printer.style().isTable()) {
            printer.document(Json.tree(verification));
        } else if (verification.fault() == null) {
            printer.out()
                    .println("Intact: %d entries, the last is %d:%s"
                            .formatted(
                                    verification.records(),
                                    verification.head().seq(),
                                    verification.head().hash()));
            printer.out().flush();
        }
        AuditFault fault = verification.fault();
        if (fault != null) {
            throw Failure.failed("Not intact: %s %d entries before it are."
                    .formatted(fault.detail(), Math.min(verification.records(), fault.seq() - 1)));
        }
        return ExitCode.OK;
    }

    private AuditVerification byServer(@Nullable String head) {
        return invocation
                .api()
                .patient(PATIENCE)
                .get("audit/verification", Query.NONE.with("head", head), AuditVerification.class)
                .value();
    }

    private AuditVerification ofFile(Path file, @Nullable AuditHead kept) throws IOException {
        AuditChain chain = new AuditChain();
        AuditFault fault = null;
        try (BufferedReader lines = file.toString().equals("-")
                ? new BufferedReader(new InputStreamReader(invocation.terminal().in(), StandardCharsets.UTF_8))
                : Files.newBufferedReader(
                        invocation.surroundings().workingDirectory().resolve(file))) {
            for (String line = lines.readLine(); line != null && fault == null; line = lines.readLine()) {
                fault = chain.take(entry(line, chain.seq() + 1));
                if (fault == null && kept != null) {
                    fault = chain.compare(kept);
                }
            }
        } catch (NoSuchFileException absent) {
            throw new IOException("there is no file " + file, absent);
        }
        if (fault == null && kept != null && kept.seq() > chain.seq()) {
            fault = new AuditFault(
                    chain.seq() + 1,
                    AuditFault.Kind.CUT_OFF,
                    "The record ends at %d, and once had %d entries.".formatted(chain.seq(), kept.seq()));
        }
        return new AuditVerification(
                fault == null, chain.seq(), fault, new AuditHead(chain.seq(), chain.hash(), Instant.EPOCH));
    }

    private static AuditRecord entry(String line, long number) {
        try {
            return Json.read(Json.parse(line), AuditRecord.class);
        } catch (JacksonException malformed) {
            throw Failure.failed("Not intact: what should be entry %d is no entry.".formatted(number), malformed);
        }
    }

    private static AuditHead parse(String head) {
        Matcher matcher = HEAD.matcher(head.strip());
        if (!matcher.matches()) {
            throw Failure.usage(
                    "--head is a number and 64 hexadecimal digits with a colon between, as export said it.");
        }
        return new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2), Instant.EPOCH);
    }
}
