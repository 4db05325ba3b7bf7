package io.pando.api;

/** What a person may do on the whole installation. */
public enum Role {
    /** May see and change everything, in all projects. */
    ADMINISTRATOR,
    /** May do what the projects allow that the person is in. */
    MEMBER
}
