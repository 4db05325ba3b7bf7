/**
 * One way to the database, embedded SQLite or PostgreSQL, with the same SQL.
 *
 * <p>Owns connections, transactions and the order of migrations. Each feature owns its tables and its SQL.
 */
@ApplicationModule(displayName = "Database", allowedDependencies = "configuration")
@NullMarked
package io.pando.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
