package io.pando.placement;

/**
 * Processors and memory.
 *
 * @param cpuMillis thousandths of a processor, at least 0
 * @param memoryMiB at least 0
 */
public record Size(long cpuMillis, long memoryMiB) {
    public static final Size NONE = new Size(0, 0);

    public Size {
        if (cpuMillis < 0 || memoryMiB < 0) {
            throw new IllegalArgumentException("A size is at least 0: %d, %d MiB".formatted(cpuMillis, memoryMiB));
        }
    }

    public static Size of(int processors, long memoryMiB) {
        return new Size(processors * 1000L, memoryMiB);
    }

    /** At least nothing. */
    Size minus(Size other) {
        return new Size(Math.max(0, cpuMillis - other.cpuMillis), Math.max(0, memoryMiB - other.memoryMiB));
    }

    Size plus(Size other) {
        return new Size(cpuMillis + other.cpuMillis, memoryMiB + other.memoryMiB);
    }
}
