package io.pando.host;

import java.util.Map;

/** A bean of the feature that puts machines on hosts: says how much of a host is promised. */
public interface HostTenants {

    Tenancy of(String hostId);

    /** Of all hosts at once, by host id; those without machines are left out. */
    Map<String, Tenancy> all();

    /**
     * What is promised on a host.
     *
     * @param machines kept there
     * @param running of these
     * @param vcpus virtual processors of those that run or are about to
     * @param memoryBytes memory of those that run or are about to
     * @param warm machines that are there besides and belong to nobody yet; what they take is counted
     */
    record Tenancy(int machines, int running, int vcpus, long memoryBytes, int warm) {
        public static final Tenancy NONE = new Tenancy(0, 0, 0, 0, 0);
    }
}
