package io.pando.api;

/**
 * An OpenID provider at which people can sign in.
 *
 * @param name as in the configuration
 * @param label how people call it
 * @param path where signing in begins, for a browser to go to
 */
public record SignInProvider(String name, String label, String path) {}
