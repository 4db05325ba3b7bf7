package io.pando.machine;

/**
 * What a job that renames a machine is asked for.
 *
 * @param domainBefore what libvirt called it
 * @param domainAfter what libvirt is to call it
 */
record RenameRequest(String machineId, String before, String after, String domainBefore, String domainAfter) {}
