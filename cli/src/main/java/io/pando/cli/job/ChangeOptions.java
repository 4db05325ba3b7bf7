package io.pando.cli.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that change something. */
public final class ChangeOptions {

    @Option(names = "--dry-run", order = 90, description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            order = 91,
            description = "Wait for the end and show progress (default), or print the job's number and end at once.")
    private boolean wait = true;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            order = 92,
            description =
                    "Wait this long at most, for example 90s or 5m (default: no limit). The work goes on afterwards;"
                            + " exit code 8.")
    private @Nullable Duration timeout;

    public boolean dryRun() {
        return dryRun;
    }

    public boolean waits() {
        return wait;
    }

    /** Null means no limit. */
    public @Nullable Duration timeout() {
        return timeout;
    }
}
