package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Announces a file that is about to be uploaded.
 *
 * @param fileName for people, 1 to 200 characters; nothing is ever stored under it
 * @param size bytes of the whole file
 * @param sha256 64 hexadecimal digits that the whole file must give; null when none is known yet
 * @param project name or id of the project that is charged, and whose members may send, import and cancel it; null means the caller's own,
 *     or the only one that the caller's token reaches
 */
public record CreateUpload(
        String fileName,
        long size,
        @Nullable String sha256,
        @Nullable String project) {}
