package io.pando.builder;

import java.time.Duration;

/**
 * How much a task may take. Whoever takes more is ended.
 *
 * @param time from when the script begins until its last result is there
 * @param memoryMiB of the appliance, 192 to 65536; the system in it takes about 100
 * @param outputBytes of standard output, and again of standard error
 * @param resultBytes of all results together
 * @param results most files among them
 */
public record BuilderLimits(Duration time, int memoryMiB, int outputBytes, int resultBytes, int results) {
    /** Enough for looking at a disk. */
    public static final BuilderLimits USUAL = new BuilderLimits(Duration.ofMinutes(5), 512, 256 << 10, 16 << 20, 16);

    public BuilderLimits {
        if (time.toSeconds() < 1 || memoryMiB < 192 || memoryMiB > 65_536) {
            throw new IllegalArgumentException("Not limits: %s, %d MiB".formatted(time, memoryMiB));
        }
        if (outputBytes < 0 || resultBytes < 0 || results < 0) {
            throw new IllegalArgumentException("Limits are not negative.");
        }
    }

    /** The same with another time. */
    public BuilderLimits within(Duration longest) {
        return new BuilderLimits(longest, memoryMiB, outputBytes, resultBytes, results);
    }
}
