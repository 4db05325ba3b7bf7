package io.pando.api;

/** A project, where something else names it. */
public record ProjectReference(String id, String name) {}
