package io.pando.api;

/**
 * A package that is installed on an image's disk.
 *
 * @param version with epoch and release, as its packager writes it
 */
public record InstalledPackage(String name, String version, String architecture) {}
