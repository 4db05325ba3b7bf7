package io.pando.cli.invocation;

/** What the command's end says to the shell. {@code ssh} and {@code machine exec} pass the remote status on instead. */
public final class ExitCode {
    /** It was done. */
    public static final int OK = 0;
    /** It was refused or failed. */
    public static final int FAILED = 1;
    /** The command was not understood, or somebody cancelled. */
    public static final int USAGE_OR_CANCELLED = 2;
    /** There is no valid credential for the server. */
    public static final int NOT_SIGNED_IN = 4;
    /** Waiting has ended, the work goes on. */
    public static final int STILL_RUNNING = 8;

    private ExitCode() {}
}
