package io.pando.cli.audit;

import io.pando.api.AuditOutcome;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.Surroundings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries are wanted. */
final class AuditOptions {
    @Option(names = "--actor", paramLabel = "USER", description = "What this account did; name or id.")
    private @Nullable String actor;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Only this, for example machine.delete, or machine for all that is done to machines.")
    private @Nullable String action;

    @Option(names = "--object", paramLabel = "NAME", description = "What was done to this; name or id.")
    private @Nullable String object;

    @Option(names = "--project", paramLabel = "PROJECT", description = "What was done in this project; name or id.")
    private @Nullable String project;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "accepted, refused, failed, done or cancelled. May be repeated.")
    private @Nullable List<AuditOutcome> outcomes;

    @Option(names = "--since", paramLabel = "TIME", description = "Not older than this, for example 24h.")
    private @Nullable Duration since;

    @Option(names = "--from", paramLabel = "MOMENT", description = "From then on, for example 2026-03-01T12:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Before then.")
    private @Nullable String to;

    Query query(Surroundings surroundings) {
        Query query = Query.NONE
                .with("actor", actor)
                .with("action", action)
                .with("object", object)
                .with("project", project)
                .with(
                        "from",
                        since == null ? from : surroundings.waiting().now().minus(since))
                .with("to", to);
        if (outcomes != null) {
            for (AuditOutcome outcome : outcomes) {
                query = query.with("outcome", outcome.name());
            }
        }
        return query;
    }
}
