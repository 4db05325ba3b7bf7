package io.pando.cli.invocation;

import org.jspecify.annotations.Nullable;

/** Ends the command with a line on standard error and an exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(String message, int exitCode, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** It could not be done. */
    public static Failure failed(String message) {
        return new Failure(message, ExitCode.FAILED, null);
    }

    /** It could not be done, because of another failure. */
    public static Failure failed(String message, Throwable cause) {
        return new Failure(message, ExitCode.FAILED, cause);
    }

    /** The command as given makes no sense. */
    public static Failure usage(String message) {
        return new Failure(message, ExitCode.USAGE_OR_CANCELLED, null);
    }

    /** Somebody did not want it after all. */
    public static Failure cancelled(String message) {
        return new Failure(message, ExitCode.USAGE_OR_CANCELLED, null);
    }

    /** There is no valid credential. */
    public static Failure notSignedIn(String message) {
        return new Failure(message, ExitCode.NOT_SIGNED_IN, null);
    }

    /** The work goes on. */
    public static Failure stillRunning(String message) {
        return new Failure(message, ExitCode.STILL_RUNNING, null);
    }

    public int exitCode() {
        return exitCode;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
