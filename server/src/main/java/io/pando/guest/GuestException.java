package io.pando.guest;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A guest did not do what was asked. The message is for people and never holds secrets. */
public final class GuestException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public GuestException(Reason reason, String message) {
        this(reason, message, null);
    }

    public GuestException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason.type, message, reason.help, List.of(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public boolean passing() {
        return reason.passing;
    }

    /** Why, as far as it makes a difference to what is done about it. */
    public enum Reason {
        /** No answer in time; may pass. */
        SILENT(true, ProblemType.GUEST_UNREACHABLE, "Wait until the guest has started, or look at its console."),
        /** The line was closed, or the guest restarted, while something was under way; what became of it is unknown. */
        LOST(true, ProblemType.GUEST_UNREACHABLE, "Wait until the guest has started, and try again."),
        /** Another session of Pando's has the console; may pass. */
        BUSY(true, ProblemType.BUSY, "Try again in a moment."),
        /** The console account's name or password is wrong, or the account may not log in. */
        WRONG_ACCOUNT(
                false,
                ProblemType.GUEST_UNREACHABLE,
                "Correct the account that the image names for its console, or install the QEMU guest agent."),
        /** The console account is not root and may not become root without a password. */
        NOT_ROOT(
                false,
                ProblemType.GUEST_UNREACHABLE,
                "Name root as the image's account, or let the account use sudo without a password."),
        /** What came back is not what the protocol allows. */
        NONSENSE(
                false, ProblemType.GUEST_UNREACHABLE, "Look at the guest's console: its agent or its shell is broken."),
        /** The guest refused, or lacks something that is needed. */
        REFUSED(false, ProblemType.GUEST_UNREACHABLE, "The message is the guest's own; look at its console."),
        /** A command ran and failed. */
        FAILED(false, ProblemType.GUEST_UNREACHABLE, "The message is the guest's own; look at its console.");

        private final boolean passing;
        private final ProblemType type;
        private final String help;

        Reason(boolean passing, ProblemType type, String help) {
            this.passing = passing;
            this.type = type;
            this.help = help;
        }
    }
}
