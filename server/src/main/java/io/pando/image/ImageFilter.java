package io.pando.image;

import io.pando.access.Reach;
import io.pando.api.Image;
import org.jspecify.annotations.Nullable;

/**
 * Which images a list is to show.
 *
 * @param reach of whose projects
 * @param everybodys whether those of no project are shown, too
 * @param query part of the name, the description or the system; null for any
 * @param state null for any
 */
record ImageFilter(
        Reach reach, boolean everybodys, @Nullable String query, Image.@Nullable State state) {}
