/**
 * The edge of the server: what every request and every answer have in common.
 *
 * <p>Owns JSON, problem documents, the stream of events, the OpenAPI description, security headers and the pages of the browser.
 */
@ApplicationModule(
        displayName = "Web",
        allowedDependencies = {"configuration", "problem", "paging", "event", "access", "api"})
@NullMarked
package io.pando.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
