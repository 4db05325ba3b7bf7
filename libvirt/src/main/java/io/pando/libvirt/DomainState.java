package io.pando.libvirt;

import java.util.List;

/**
 * The state of a domain and why it is in it: {@code virDomainGetState}.
 *
 * @param state the state
 * @param reason one of {@link State#reasons()}, or {@code "unknown"}
 */
public record DomainState(State state, String reason) {
    /** {@code virDomainState}, in libvirt's order. */
    public enum State {
        NO_STATE,
        /** Its CPUs run. */
        RUNNING(
                "unknown",
                "booted",
                "migrated",
                "restored",
                "from-snapshot",
                "unpaused",
                "migration-canceled",
                "save-canceled",
                "wakeup",
                "crashed",
                "postcopy",
                "postcopy-failed"),
        BLOCKED("unknown"),
        /** Its process is there, its CPUs wait. */
        PAUSED(
                "unknown",
                "user",
                "migration",
                "save",
                "dump",
                "io-error",
                "watchdog",
                "from-snapshot",
                "shutting-down",
                "snapshot",
                "crashed",
                "starting-up",
                "postcopy",
                "postcopy-failed"),
        /** The guest is shutting down. */
        SHUTTING_DOWN("unknown", "user"),
        /** It has no process. */
        SHUT_OFF(
                "unknown",
                "shutdown",
                "destroyed",
                "crashed",
                "migrated",
                "saved",
                "failed",
                "from-snapshot",
                "daemon"),
        CRASHED("unknown", "panicked"),
        /** The guest sleeps by its own power management. */
        PM_SUSPENDED("unknown");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> reasons;

        State(String... reasons) {
            this.reasons = List.of(reasons);
        }

        /** The reasons that may come with this state, in libvirt's order. */
        public List<String> reasons() {
            return reasons;
        }
    }

    /** Whether it has a process: everything but shut off and crashed. */
    public boolean isActive() {
        return state != State.SHUT_OFF && state != State.CRASHED;
    }

    static DomainState of(int state, int reason) {
        var known = Listed.at(List.of(State.values()), state, State.NO_STATE);
        return new DomainState(known, Listed.at(known.reasons(), reason, Listed.UNKNOWN));
    }
}
