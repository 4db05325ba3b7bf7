package io.pando.api;

/**
 * A new API token. Its secret is shown this once and cannot be had again.
 *
 * @param secret goes into {@code Authorization: Bearer …}
 */
public record CreatedToken(Token token, String secret) {
    @Override
    public String toString() {
        return "CreatedToken[token=" + token + "]";
    }
}
