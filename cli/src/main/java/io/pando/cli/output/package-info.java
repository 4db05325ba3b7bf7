/**
 * Data for people and programs: tables, details, JSON and YAML, and how times, sizes and durations read. Imports only {@code terminal}.
 */
@NullMarked
package io.pando.cli.output;

import org.jspecify.annotations.NullMarked;
