/**
 * Who did what: a record of every change and every refusal, chained by hashes.
 *
 * <p>Owns the table of records and how requests and jobs become records. Other features name what they do by {@link
 * io.pando.event.Deed}; none imports this one.
 */
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"configuration", "database", "problem", "paging", "event", "secret", "access", "api"})
@NullMarked
package io.pando.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
