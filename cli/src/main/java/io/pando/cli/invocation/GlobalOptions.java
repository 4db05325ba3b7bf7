package io.pando.cli.invocation;

import io.pando.cli.output.OutputChoice;
import io.pando.cli.output.OutputStyle;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has; they may stand anywhere on the line. */
public final class GlobalOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "STYLE",
            order = 100,
            scope = ScopeType.INHERIT,
            description = "json, yaml, table, noheader or columns=NAME,NAME (default: table). May be repeated.")
    private List<OutputChoice> output = new ArrayList<>();

    @Option(
            names = "--server",
            paramLabel = "URL",
            order = 101,
            scope = ScopeType.INHERIT,
            description = "Server to use (default: PANDO_SERVER, then the context's).")
    private @Nullable URI server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            order = 102,
            scope = ScopeType.INHERIT,
            description = "API token to use (default: PANDO_TOKEN, then the context's).")
    private @Nullable String token;

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            order = 103,
            scope = ScopeType.INHERIT,
            description = "Context to use (default: PANDO_CONTEXT, then the current one).")
    private @Nullable String context;

    @Option(
            names = {"-h", "--help"},
            order = 104,
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and end.")
    private boolean help;

    public OutputStyle style() {
        return OutputStyle.of(output);
    }

    public @Nullable URI server() {
        return server;
    }

    public @Nullable String token() {
        return token;
    }

    public @Nullable String context() {
        return context;
    }

    /** Whether help was asked for. */
    public boolean help() {
        return help;
    }
}
