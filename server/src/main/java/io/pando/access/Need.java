package io.pando.access;

import io.pando.api.ProjectRole;

/** What somebody wants to do in a project. */
public enum Need {
    /** Look at it and at what is in it. */
    SEE(ProjectRole.VIEWER),
    /** Make, change and use what is in it. */
    USE(ProjectRole.MEMBER),
    /** Change the project itself and who is in it. */
    MANAGE(ProjectRole.OWNER);

    private final ProjectRole least;

    Need(ProjectRole least) {
        this.least = least;
    }

    /** Whether somebody with that role may do it. */
    public boolean isMetBy(ProjectRole role) {
        // Roles are declared from the one that may most.
        return role.compareTo(least) <= 0;
    }
}
