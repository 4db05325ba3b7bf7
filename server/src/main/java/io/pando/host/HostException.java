package io.pando.host;

import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host refused something or does not answer. */
public final class HostException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public HostException(Reason reason, String message, @Nullable Throwable cause) {
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
        /** No connection, or none any more; may pass. */
        UNREACHABLE(true, ProblemType.HOST_UNREACHABLE, "Pando keeps trying; see whether libvirt runs on the host."),
        /** The guest (agent, console) does not answer; may pass. */
        GUEST_SILENT(true, ProblemType.GUEST_UNREACHABLE, "Wait until the guest has started, or look at its console."),
        /** No such domain or disk. */
        ABSENT(false, ProblemType.WRONG_STATE, "It was removed outside Pando; delete the machine and make it again."),
        /** The domain is not in the state that this needs. */
        WRONG_STATE(false, ProblemType.WRONG_STATE, "Look at its state and try again."),
        /** The guest does not let go of a device. */
        HELD(false, ProblemType.WRONG_STATE, "See that nothing in the guest uses it, or stop the machine first."),
        /** The domain runs as it was registered before it could do that. */
        NEXT_START(false, ProblemType.WRONG_STATE, "Stop the machine and start it again."),
        /** As many as can have it have it already; will pass. */
        TAKEN(true, ProblemType.BUSY, "Wait until somebody closes it."),
        /** Another operation still works on it; will pass. */
        BUSY(true, ProblemType.BUSY, "Pando keeps trying."),
        /** The host has no room left. */
        FULL(false, ProblemType.NO_CAPACITY, "Delete what is no longer needed, or add storage."),
        /** The host refused for another reason. */
        REFUSED(false, ProblemType.HOST_REFUSED, "The message is the host's own; the host's log may say more.");

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
