package io.pando.builder;

import io.pando.host.ApplianceSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the builder is to do once.
 *
 * @param id of the appliance; decided and written down by the caller before, so that a job's step that is repeated or undone finds what
 *     an earlier attempt has left
 * @param hostId where the disks are
 * @param title for people who look at the host
 * @param disks that the script finds as {@code /disks/SERIAL}
 * @param script what to run
 * @param inputs small files that the script finds as {@code /work/in/NAME}, by their names
 * @param network whether the script reaches the host's network
 */
public record BuilderTask(
        UUID id,
        String hostId,
        String title,
        List<ApplianceSpecification.Disk> disks,
        BuilderScript script,
        Map<String, byte[]> inputs,
        boolean network,
        BuilderLimits limits) {
    /** Most disks of an appliance. */
    public static final int MOST_DISKS = 8;

    /** Largest input, and largest script, in bytes. */
    public static final int LARGEST_INPUT = 4 << 20;

    private static final Pattern FILE_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    public BuilderTask {
        disks = List.copyOf(disks);
        inputs = Map.copyOf(inputs);
        if (disks.size() > MOST_DISKS) {
            throw new IllegalArgumentException("An appliance has at most %d disks.".formatted(MOST_DISKS));
        }
        inputs.forEach((name, content) -> {
            if (!isFileName(name) || content.length > LARGEST_INPUT) {
                throw new IllegalArgumentException(
                        "Not an input: the name %s, %d bytes.".formatted(name, content.length));
            }
        });
    }

    /** A task without inputs and network. */
    public static BuilderTask of(
            UUID id,
            String hostId,
            String title,
            List<ApplianceSpecification.Disk> disks,
            BuilderScript script,
            BuilderLimits limits) {
        return new BuilderTask(id, hostId, title, disks, script, Map.of(), false, limits);
    }

    /** Whether inputs and results may have this name. */
    static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches();
    }
}
