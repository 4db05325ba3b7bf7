package io.pando.libvirt;

import java.util.List;
import java.util.UUID;

/**
 * A domain that came, went or changed its state: {@code virConnectDomainEventCallback}.
 *
 * @param domain the domain's UUID
 * @param name the domain's name
 * @param kind what happened
 * @param detail why or how, one of {@link Kind#details()}, or {@code "unknown"}
 */
public record LifecycleEvent(UUID domain, String name, Kind kind, String detail) {
    /** {@code virDomainEventType}, in libvirt's order. */
    public enum Kind {
        DEFINED("added", "updated", "renamed", "from-snapshot"),
        UNDEFINED("removed", "renamed"),
        STARTED("booted", "migrated", "restored", "from-snapshot", "wakeup"),
        SUSPENDED(
                "paused",
                "migrated",
                "io-error",
                "watchdog",
                "restored",
                "from-snapshot",
                "api-error",
                "postcopy",
                "postcopy-failed"),
        RESUMED("unpaused", "migrated", "from-snapshot", "postcopy", "postcopy-failed"),
        STOPPED("shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from-snapshot"),
        SHUTDOWN("finished", "guest", "host"),
        PM_SUSPENDED("memory", "disk"),
        CRASHED("panicked", "crashloaded"),
        /** A kind that is newer than this package. */
        UNKNOWN;

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> details;

        Kind(String... details) {
            this.details = List.of(details);
        }

        /** The details that may come with this kind, in libvirt's order. */
        public List<String> details() {
            return details;
        }
    }

    static LifecycleEvent of(UUID domain, String name, int event, int detail) {
        var kind = Listed.at(List.of(Kind.values()), event, Kind.UNKNOWN);
        return new LifecycleEvent(domain, name, kind, Listed.at(kind.details(), detail, Listed.UNKNOWN));
    }
}
