package io.pando.api;

/** What a person may do in a project. */
public enum ProjectRole {
    /** Everything a member may, and manages members, invitations and the project itself. */
    OWNER,
    /** Creates, uses and changes the project's machines and images. */
    MEMBER,
    /** Sees everything in the project, changes nothing and opens no console. */
    VIEWER
}
