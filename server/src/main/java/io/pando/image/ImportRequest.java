package io.pando.image;

/** What the import job is asked for: everything else is in the image's row. */
record ImportRequest(String imageId, String path, String format) {}
