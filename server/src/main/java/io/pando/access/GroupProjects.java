package io.pando.access;

import java.util.Map;

/** Where groups of an OpenID provider become rights in projects. Implemented by whoever owns projects. */
@FunctionalInterface
public interface GroupProjects {

    /**
     * Has an account belong to exactly these projects as far as the provider is concerned; rights that were given by hand stay. Called at
     * each sign-in, may be repeated.
     *
     * @param provider name of the provider
     * @param roles {@code owner}, {@code member} or {@code viewer} by the name of the project
     */
    void apply(String userId, String provider, Map<String, String> roles);
}
