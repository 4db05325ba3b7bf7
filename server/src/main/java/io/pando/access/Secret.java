package io.pando.access;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/** Makes secrets of 256 random bits, and recognises them by what is kept of them. */
final class Secret {
    static final String TOKEN_PREFIX = "pando_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BYTES = 32;
    /** Digits of base 62 that 256 bits take. */
    private static final int RANDOM_DIGITS = 43;
    /** Digits of base 62 that a CRC-32 takes. */
    private static final int CHECK_DIGITS = 6;

    private Secret() {}

    /** For a cookie: 43 characters that need no escape there. */
    static String forSession() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(BYTES));
    }

    /**
     * For an API token. The prefix lets scanners of published code find a lost one; the checksum lets a mistyped one be refused
     * without asking the database.
     */
    static String forToken() {
        String digits = base62(new BigInteger(1, random(BYTES)), RANDOM_DIGITS);
        return TOKEN_PREFIX + digits + checksum(digits);
    }

    /** A password that a person can type: 20 letters and digits without look-alikes, about 113 bits. */
    static String forPerson() {
        String alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return password.toString();
    }

    /** A code that a person keeps on paper: ten letters and digits without look-alikes, about 49 bits. */
    static String forRecovery() {
        String alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            code.append(i == 5 ? "-" : "").append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return code.toString();
    }

    /** A code that people compare on two screens: eight letters that make no words, {@code BCDF-GHJK}. */
    static String forComparison() {
        String alphabet = "BCDFGHJKLMNPQRSTVWXZ";
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            code.append(i == 4 ? "-" : "").append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return code.toString();
    }

    /** Compares in a time that does not tell how much of it is right. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Whether the text could be an API token at all. */
    static boolean looksLikeToken(String text) {
        int start = TOKEN_PREFIX.length();
        if (text.length() != start + RANDOM_DIGITS + CHECK_DIGITS || !text.startsWith(TOKEN_PREFIX)) {
            return false;
        }
        String digits = text.substring(start, start + RANDOM_DIGITS);
        return text.substring(start + RANDOM_DIGITS).equals(checksum(digits));
    }

    /** What is kept of a secret. It needs no salt: nobody can guess 256 random bits. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static String checksum(String digits) {
        CRC32 crc = new CRC32();
        crc.update(digits.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK_DIGITS);
    }

    private static String base62(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            digits[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }
}
