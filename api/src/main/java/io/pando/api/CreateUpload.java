package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Announces a file that is about to be uploaded.
 *
 * @param fileName for people, 1 to 200 characters; nothing is ever stored under it
 * @param size bytes of the whole file
 * @param sha256 64 hexadecimal digits that the whole file must give; null when none is known yet
 */
public record CreateUpload(
        String fileName, long size, @Nullable String sha256) {}
