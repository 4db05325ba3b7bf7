package io.pando.api;

/** What a person may do on the whole installation. */
public enum Role {
    /** May see and change everything. */
    ADMINISTRATOR,
    /** May use images and own machines. */
    MEMBER
}
