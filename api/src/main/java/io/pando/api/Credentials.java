package io.pando.api;

/** Name and password of a local account, for signing in. */
public record Credentials(String name, String password) {
    @Override
    public String toString() {
        return "Credentials[name=" + name + "]";
    }
}
