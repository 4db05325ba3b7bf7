package io.pando.api;

import java.time.Instant;

/**
 * The end of the audit record at some time. Kept elsewhere, it shows later that nothing was cut off.
 *
 * @param seq position of the last entry; 0 while there is none
 * @param hash of that entry, 64 hexadecimal digits
 */
public record AuditHead(long seq, String hash, Instant at) {}
