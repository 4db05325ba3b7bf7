/**
 * Durable jobs: long work in steps that can be repeated and undone, and that ends done or undone whatever dies meanwhile.
 *
 * <p>Owns the journal of jobs and steps, their queue, progress, cancelling, retries and undo. Knows nothing of what the steps do:
 * features bring a {@link io.pando.job.JobKind} each.
 */
@ApplicationModule(
        displayName = "Job",
        allowedDependencies = {"configuration", "database", "problem", "paging", "event", "access", "api"})
@NullMarked
package io.pando.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
