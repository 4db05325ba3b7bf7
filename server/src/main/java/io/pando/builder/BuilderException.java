package io.pando.builder;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task of the builder came to no result. Nothing of it is left on the host. */
public final class BuilderException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BuilderException(Reason reason, String message) {
        this(reason, message, null);
    }

    public BuilderException(Reason reason, String message, @Nullable Throwable cause) {
        super(ProblemType.BUILDER_FAILED, message, reason.help, List.of(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why. */
    public enum Reason {
        /** The server has no appliance to start. */
        NO_APPLIANCE("Make it with `dev/builder make` and name its folder in pando.builder.appliance."),
        /** It was started, more than once, and never spoke. */
        SILENT("See on the host whether its machines start, and give it more time by pando.builder.start-timeout."),
        /** It ended in the middle: somebody switched it off, or its kernel gave up. */
        DIED("Try again; if it happens with the same disk each time, its file systems are broken."),
        /** It took longer than it may. */
        TIME("Try again when the host is less busy; if it happens each time, the disk holds more than can be handled."),
        /** It needed more memory than it may have. */
        MEMORY("The disk holds more than can be handled in the memory that the builder is given."),
        /** It said more than it may. */
        OUTPUT("The disk holds more than can be handled, or something that is made to do harm."),
        /** What it said is not what an appliance says. */
        BROKEN("The disk may hold something that is made to do harm. Do not use it."),
        /** The script failed. */
        FAILED("The message is the builder's own.");

        private final String help;

        Reason(String help) {
            this.help = help;
        }
    }
}
