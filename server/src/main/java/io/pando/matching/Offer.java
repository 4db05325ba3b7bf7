package io.pando.matching;

import io.pando.api.Firmware;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image as a decision sees it.
 *
 * @param diskMiB size of its disk as the guest sees it, rounded up
 * @param storedMiB room that it takes
 * @param staged whether its identity has been stripped already, so that its machines get theirs as they start
 * @param contents null as long as nobody has looked into it
 */
public record Offer(
        String id,
        String name,
        long diskMiB,
        long storedMiB,
        boolean staged,
        Instant createdAt,
        @Nullable Contents contents) {

    /**
     * What was found within an image.
     *
     * @param system as {@code os-release} has it, for example {@code debian}
     * @param version for example {@code 12}; empty where there is none
     * @param architecture as {@code uname -m} has it; null when it is none that Pando knows
     * @param starts what its disk can be started by
     * @param installs whether Pando can install packages in it
     * @param packages how many packages are installed
     * @param installed which of those that are asked for are
     * @param unknown which of those that are asked for there are not for its system, each with what was probably meant; those of which
     *     nobody knows are not among them
     */
    public record Contents(
            String system,
            String version,
            @Nullable String architecture,
            Set<Firmware> starts,
            boolean installs,
            int packages,
            Set<String> installed,
            Map<String, List<String>> unknown) {
        public Contents {
            starts = Set.copyOf(starts);
            installed = Set.copyOf(installed);
            unknown = Map.copyOf(unknown);
        }

        /** One of whose system nobody knows which packages there are. */
        public Contents(
                String system,
                String version,
                @Nullable String architecture,
                Set<Firmware> starts,
                boolean installs,
                int packages,
                Set<String> installed) {
            this(system, version, architecture, starts, installs, packages, installed, Map.of());
        }

        /** As people write it: {@code debian:12}. */
        public String os() {
            return version.isEmpty() ? system : system + ":" + version;
        }

        /** Whether its disk starts with that: who starts by UEFI may do so with Secure Boot, which only trying tells. */
        boolean startsBy(Firmware firmware) {
            return starts.isEmpty() || starts.contains(firmware == Firmware.BIOS ? Firmware.BIOS : Firmware.UEFI);
        }
    }
}
