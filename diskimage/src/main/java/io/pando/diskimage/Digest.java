package io.pando.diskimage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What some bytes must give.
 *
 * @param algorithm as Java calls it, for example {@code SHA-256}
 * @param hex lower-case hexadecimal digits
 */
public record Digest(String algorithm, String hex) {

    MessageDigest start() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has " + algorithm, impossible);
        }
    }

    /** Whether it is what some bytes gave; ends the digest. */
    boolean agrees(MessageDigest of) {
        return HexFormat.of().formatHex(of.digest()).equals(hex);
    }
}
