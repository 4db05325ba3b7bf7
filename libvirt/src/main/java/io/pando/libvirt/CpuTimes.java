package io.pando.libvirt;

/**
 * What all CPUs of a machine together have spent since it was started, in nanoseconds: {@code virNodeGetCPUStats}. The load is the
 * difference of two of these.
 */
public record CpuTimes(long userNanos, long kernelNanos, long idleNanos, long ioWaitNanos) {}
