package io.pando.access;

/** What a caller needs in order to use an endpoint. */
public enum Right {
    /** Nothing: the endpoint answers without a credential too. */
    ANYONE,
    /** A valid session or API token. */
    SIGNED_IN,
    /** The same, of an administrator. */
    ADMINISTRATOR
}
