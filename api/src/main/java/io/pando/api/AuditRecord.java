package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the record of who did what. Entries are chained: each has the hash of the one before, so none can be altered, dropped
 * or swapped without being noticed ({@link AuditChain}).
 *
 * @param seq position in the chain, from 1, without gaps
 * @param at when it was written down
 * @param action what was done: {@code machine.delete}, {@code session.signIn}; of a request that no endpoint took, {@code request}
 * @param route method and address pattern of the request; null for the end of a job
 * @param status HTTP status of the answer as far as known then; null for the end of a job
 * @param problem code of the problem that it was refused with, or failed with
 * @param detail what was wrong, for people
 * @param actorId account; null when nobody had proved who he is
 * @param actorName sign-in name at that time
 * @param credentialKind {@code session} or {@code token}; null when there was none
 * @param credentialName what the owner calls a token
 * @param address where the request came from; null for the end of a job
 * @param objectType what it was done to: {@code machine}, {@code image}, {@code user}
 * @param projectId project that the object belongs to; null for none
 * @param jobId job that carries it out, or has ended
 * @param requestId as in the header {@code X-Request-Id}; null for the end of a job
 * @param repeats how many like it this entry stands for: 1, or more where refusals came too quickly to tell each
 * @param asked the request's body, as JSON with secrets masked
 * @param before the object as it was, as JSON; only what differs where {@code after} is there too
 * @param after the object as it was made or changed, as JSON
 * @param previousHash hash of the entry before, 64 hexadecimal digits; all zero for the first
 * @param hash of this entry, 64 hexadecimal digits
 */
public record AuditRecord(
        long seq,
        Instant at,
        String action,
        AuditOutcome outcome,
        @Nullable String route,
        @Nullable Integer status,
        @Nullable String problem,
        @Nullable String detail,
        @Nullable String actorId,
        @Nullable String actorName,
        @Nullable String credentialKind,
        @Nullable String credentialId,
        @Nullable String credentialName,
        @Nullable String address,
        @Nullable String objectType,
        @Nullable String objectId,
        @Nullable String objectName,
        @Nullable String projectId,
        @Nullable Long jobId,
        @Nullable String requestId,
        long repeats,
        @Nullable String asked,
        @Nullable String before,
        @Nullable String after,
        String previousHash,
        String hash) {}
