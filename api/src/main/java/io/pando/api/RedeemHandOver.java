package io.pando.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks whether somebody has approved.
 *
 * @param secret what the computer got
 * @param lifetimeSeconds of the token; null means 90 days
 */
public record RedeemHandOver(String secret, @Nullable Long lifetimeSeconds) {
    @Override
    public String toString() {
        return "RedeemHandOver[]";
    }
}
