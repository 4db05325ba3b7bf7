package io.pando.matching;

import io.pando.api.CreateMachine;
import io.pando.api.Firmware;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's system must be and have. What is null or empty does not matter.
 *
 * @param system for example {@code debian}
 * @param version for example {@code 12}, which {@code 12.5} is, too
 * @param packages names, each once, in their order
 * @param diskMiB size that its first disk is to have
 * @param runnable architectures that there are hosts for; empty where that is not known
 */
public record Wanted(
        @Nullable String system,
        @Nullable String version,
        List<String> packages,
        @Nullable String architecture,
        @Nullable Firmware firmware,
        @Nullable Long diskMiB,
        Set<String> runnable) {

    public Wanted {
        packages = packages.stream().distinct().sorted().toList();
        runnable = Set.copyOf(runnable);
    }

    /** What a request says of it. */
    public static Wanted of(CreateMachine request, Set<String> runnable) {
        CreateMachine.Wish wish = request.wish();
        String os = wish == null ? null : wish.os();
        int colon = os == null ? -1 : os.indexOf(':');
        List<String> packages = wish == null ? null : wish.packages();
        return new Wanted(
                os == null || colon < 0 ? os : os.substring(0, colon),
                os == null || colon < 0 ? null : os.substring(colon + 1),
                packages == null ? List.of() : packages,
                wish == null ? null : wish.architecture(),
                request.firmware(),
                request.diskMiB(),
                runnable);
    }

    /** Whether it takes knowing what is within an image to tell whether that will do. */
    boolean asksForContents() {
        return system != null || architecture != null || !packages.isEmpty();
    }

    /** As people write it: {@code debian:12}. */
    String os() {
        return version == null ? String.valueOf(system) : system + ":" + version;
    }
}
