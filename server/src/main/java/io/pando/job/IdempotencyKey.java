package io.pando.job;

import io.pando.api.Fault;
import io.pando.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller repeat a request without repeating its effect.
 *
 * @param key what the caller sent in {@code Idempotency-Key}, 1 to 128 visible ASCII characters
 * @param requestHash SHA-256 of the request, to tell a repetition from another request
 */
public record IdempotencyKey(String key, String requestHash) {

    /** The key of a request; null when the caller sent none. */
    public static @Nullable IdempotencyKey of(@Nullable String key, String operation, @Nullable Object body) {
        if (key == null) {
            return null;
        }
        if (!key.matches("[\\x21-\\x7e]{1,128}")) {
            throw ProblemException.invalid(List.of(new Fault(
                    "Idempotency-Key",
                    "The idempotency key must be 1 to 128 visible ASCII characters.",
                    "Send a random UUID.")));
        }
        return new IdempotencyKey(key, sha256(operation + "\n" + (body == null ? "" : Json.write(body))));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
