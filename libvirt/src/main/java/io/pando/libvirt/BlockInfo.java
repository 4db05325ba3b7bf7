package io.pando.libvirt;

/**
 * Sizes of a domain's disk in bytes: {@code virDomainGetBlockInfo}.
 *
 * @param capacityBytes the size that the guest sees
 * @param allocationBytes what the image uses; for qcow2 on a block device the highest offset written
 * @param physicalBytes the size of the file or device on the host
 */
public record BlockInfo(long capacityBytes, long allocationBytes, long physicalBytes) {}
