package io.pando.api;

import java.time.Instant;

/**
 * What the computer is to show, and what it is to ask with.
 *
 * @param code for people to compare
 * @param secret for the computer alone
 * @param path page on which it is approved
 * @param intervalSeconds how often to ask
 */
public record CreatedHandOver(String code, String secret, String path, Instant expiresAt, int intervalSeconds) {
    @Override
    public String toString() {
        return "CreatedHandOver[code=" + code + "]";
    }
}
