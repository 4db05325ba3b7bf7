package io.pando.image;

import org.jspecify.annotations.Nullable;

/**
 * What the import job is asked for: everything else is in the image's row.
 *
 * @param path of a file on the server's host, or null
 * @param upload id of an upload, or null
 * @param url address to download from, or null
 * @param sha256 what the file must give; null when nobody said
 * @param vcpus what was asked for; null leaves it to the file
 * @param memoryMiB what was asked for; null leaves it to the file
 */
record ImportRequest(
        String imageId,
        @Nullable String path,
        String format,
        @Nullable String upload,
        @Nullable String url,
        @Nullable String sha256,
        @Nullable Integer vcpus,
        @Nullable Integer memoryMiB) {}
