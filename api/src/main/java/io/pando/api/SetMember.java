package io.pando.api;

/** Sets what a person may do in a project. An administrator may so add somebody; owners invite. */
public record SetMember(ProjectRole role) {}
