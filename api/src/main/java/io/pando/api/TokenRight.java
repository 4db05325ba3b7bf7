package io.pando.api;

/** What an API token lets a program do. A token never reaches further than the person whose it is. */
public enum TokenRight {
    /** See what its owner sees. Every token has it. */
    READ,
    /** Create, change, switch and delete machines, and cancel and retry their jobs. */
    MACHINES,
    /** Reach into machines: open their consoles, run commands in their guests. */
    CONSOLES,
    /** Import, change and delete images, and cancel and retry their jobs. */
    IMAGES,
    /** Manage projects, their members and invitations. */
    PROJECTS,
    /** Manage its owner's own account: password, sessions, further tokens of no more rights. */
    ACCOUNT,
    /** What only administrators may do; of no use to others. */
    ADMINISTRATION
}
