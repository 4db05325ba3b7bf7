package io.pando.access;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time codes (RFC 6238) as all apps know them: SHA-1, six digits, 30 seconds. SHA-1 is weak where collisions matter,
 * which they do not in an HMAC.
 */
final class OneTimeCodes {
    static final int DIGITS = 6;
    static final int SECRET_BYTES = 20;

    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final int ABOVE_ALL = 1_000_000;
    /** How far the clock of a phone may be off, in periods. */
    private static final int TOLERANCE = 1;

    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OneTimeCodes() {}

    /** The code of a period. */
    static String code(byte[] secret, long period) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(period).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            return "%06d".formatted(number % ABOVE_ALL);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has HmacSHA1", impossible);
        }
    }

    /** The period of a moment. */
    static long period(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), PERIOD.toSeconds());
    }

    /**
     * The period whose code this is, among those near now.
     *
     * @param after the last period whose code was taken: neither its code nor an earlier one counts
     */
    static OptionalLong match(byte[] secret, String code, Instant now, long after) {
        long present = period(now);
        OptionalLong found = OptionalLong.empty();
        for (long period = present - TOLERANCE; period <= present + TOLERANCE; period++) {
            if (period > after && Secret.same(code(secret, period), code)) {
                found = OptionalLong.of(period);
            }
        }
        return found;
    }

    /** As apps want it typed (RFC 4648, section 6), without padding. */
    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte each : bytes) {
            buffer = (buffer << Byte.SIZE) | (each & 0xff);
            bits += Byte.SIZE;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE_32.charAt((buffer >> bits) & 31));
            }
        }
        if (bits > 0) {
            text.append(BASE_32.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }
}
