/**
 * How a list is asked for and answered page by page.
 *
 * <p>Owns {@link io.pando.paging.Paging} and its limits; the web edge reads it from a request's query.
 */
@ApplicationModule(
        displayName = "Paging",
        allowedDependencies = {"api", "problem"})
@NullMarked
package io.pando.paging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
