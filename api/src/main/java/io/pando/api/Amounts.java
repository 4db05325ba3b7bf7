package io.pando.api;

/** Amounts of everything that quotas count, each at least 0; see {@link Limits} for what each counts. */
public record Amounts(int machines, int vcpus, long memoryMiB, long diskBytes, int images) {
    public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0);

    public Amounts {
        if (machines < 0 || vcpus < 0 || memoryMiB < 0 || diskBytes < 0 || images < 0) {
            throw new IllegalArgumentException("amounts below 0");
        }
    }

    /** Of one machine. */
    public static Amounts machine(int vcpus, long memoryMiB, long diskBytes) {
        return new Amounts(1, vcpus, memoryMiB, diskBytes, 0);
    }

    /** Of one image. */
    public static Amounts image(long diskBytes) {
        return new Amounts(0, 0, 0, diskBytes, 1);
    }

    /** Of room for bytes only. */
    public static Amounts disk(long bytes) {
        return new Amounts(0, 0, 0, bytes, 0);
    }
}
