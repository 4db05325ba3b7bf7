package io.pando.api;

/** Whether a host takes new machines. */
public enum HostStanding {
    READY,
    /** An administrator wants nothing new there. */
    DRAINED,
    UNREACHABLE
}
