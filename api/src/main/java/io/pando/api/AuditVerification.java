package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether the audit record is as it was written.
 *
 * @param intact whether nothing is wrong
 * @param records how many entries were found in order, from the first
 * @param fault the first thing that is wrong; null when nothing is
 * @param head the end of the record as it should be
 */
public record AuditVerification(
        boolean intact, long records, @Nullable AuditFault fault, AuditHead head) {}
