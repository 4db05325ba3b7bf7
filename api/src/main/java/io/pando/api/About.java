package io.pando.api;

/**
 * Who answers: product, version and whether the caller is signed in. The only answer besides sign-in that needs no
 * credential.
 *
 * @param product always {@code Pando}
 * @param version version of the server, for example {@code 0.1.0}
 * @param api version of the API, for example {@code v1}
 */
public record About(String product, String version, String api) {}
