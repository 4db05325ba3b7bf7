package io.pando.cli.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Something answered, but not as a Pando server of this version does. */
public final class UnexpectedAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public UnexpectedAnswerException(URI server, int status, @Nullable Throwable cause) {
        super(
                server + " answered with status " + status
                        + " and not as a Pando server of this version does. Check the address, and compare the versions"
                        + " with `pando version`.",
                cause);
        this.status = status;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }
}
