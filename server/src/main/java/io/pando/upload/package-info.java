/**
 * Files that people send in parts, to be imported once they are whole.
 *
 * <p>Owns the table of uploads and their bytes in the data folder. What is in them is nobody's business here.
 */
@ApplicationModule(
        displayName = "Upload",
        allowedDependencies = {"configuration", "database", "problem", "paging", "api", "access", "tick"})
@NullMarked
package io.pando.upload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
