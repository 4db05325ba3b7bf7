package io.pando.machine;

import io.pando.api.Machine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be done with a machine now and, for what may not, why. Pure. The page shows it and the server keeps to it. */
final class MachineActions {
    private MachineActions() {}

    /** Everything that can be done with machines. */
    enum Action {
        START("start"),
        STOP("stop"),
        RESTART("restart"),
        SUSPEND("suspend"),
        RESUME("resume"),
        DELETE("delete"),
        CONSOLE("console"),
        EXEC("exec"),
        RENAME("rename"),
        RESIZE("resize"),
        HARDWARE("hardware"),
        SNAPSHOT("snapshot"),
        REVERT("revert"),
        /** To another host; administrators only. */
        MOVE("move");

        private final String label;

        Action(String label) {
            this.label = label;
        }

        /** The states in which it can be done. */
        Set<MachineState> states() {
            return switch (this) {
                case START -> EnumSet.of(MachineState.STOPPED, MachineState.SUSPENDED, MachineState.FAILED);
                case STOP, RESTART, SUSPEND, EXEC -> EnumSet.of(MachineState.RUNNING);
                case RENAME ->
                    EnumSet.of(MachineState.RUNNING, MachineState.STOPPED, MachineState.SUSPENDED, MachineState.FAILED);
                // Saved memory fits only the machine and the disks that it was saved with.
                case RESIZE, HARDWARE, SNAPSHOT, REVERT, MOVE -> EnumSet.of(MachineState.RUNNING, MachineState.STOPPED);
                case RESUME -> EnumSet.of(MachineState.SUSPENDED);
                case DELETE ->
                    EnumSet.of(MachineState.RUNNING, MachineState.STOPPED, MachineState.SUSPENDED, MachineState.FAILED);
                case CONSOLE -> EnumSet.of(MachineState.RUNNING, MachineState.PROVISIONING);
            };
        }
    }

    /** What helps where a machine's time is over. */
    static final String EXTEND = "Give it more time first: Lifetime on its page, or `pando machine extend %s 2d`.";

    /**
     * Why not; empty when it may be done.
     *
     * @param busyWith number of the job that works on the machine; null when none does
     * @param over whether its time is over
     */
    static Optional<String> refusal(Action action, MachineState state, @Nullable Long busyWith, boolean over) {
        boolean looksOnly = action == Action.CONSOLE;
        if (busyWith != null && !looksOnly) {
            return Optional.of("Job %d is at work on it.".formatted(busyWith));
        }
        if (action.states().contains(state)) {
            return over && needsTime(action) ? Optional.of("Its time is over.") : Optional.empty();
        }
        return Optional.of(
                switch (state) {
                    case DEFINED, PROVISIONING -> "It is still being made.";
                    case RUNNING -> "It runs.";
                    case STOPPED -> "It is stopped.";
                    case SUSPENDED -> "It is suspended.";
                    case FAILED -> "It has failed.";
                    case DELETING, DELETED -> "It is being deleted.";
                });
    }

    /** Whether it makes a machine run that does not. */
    static boolean needsTime(Action action) {
        return action == Action.START || action == Action.RESUME;
    }

    static List<Machine.Action> all(MachineState state, @Nullable Long busyWith, boolean over) {
        List<Machine.Action> actions = new ArrayList<>();
        for (Action action : Action.values()) {
            Optional<String> refusal = refusal(action, state, busyWith, over);
            actions.add(new Machine.Action(action.label, refusal.isEmpty(), refusal.orElse(null)));
        }
        return actions;
    }
}
