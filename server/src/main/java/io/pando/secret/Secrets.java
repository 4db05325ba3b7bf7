package io.pando.secret;

import io.pando.configuration.PandoProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Seals and opens secrets with AES-256-GCM (NIST SP 800-38D). The key is a file in the data folder that only Pando's user can read,
 * beside the database and not in it, so that a copy of the database alone gives nothing away. Thread-safe.
 */
@Component
public class Secrets {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String PREFIX = "v1:";

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    public Secrets(PandoProperties properties) {
        this.key = new SecretKeySpec(keyIn(properties.data().resolve("secrets.key")), "AES");
    }

    /** Makes text unreadable for whoever lacks the key. Sealing the same text twice gives different results. */
    public String seal(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
            return PREFIX + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has AES/GCM", impossible);
        }
    }

    /**
     * Makes sealed text readable.
     *
     * @throws IllegalStateException when it was sealed with another key or altered since
     */
    public String open(String sealed) {
        if (!sealed.startsWith(PREFIX)) {
            throw new IllegalStateException("This is not a sealed secret");
        }
        byte[] both = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, both, 0, NONCE_BYTES));
            return new String(cipher.doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(
                    "A secret cannot be opened: the file secrets.key is not the one it was sealed with", wrong);
        }
    }

    /** Tells texts apart without keeping them: HMAC-SHA-256 with the installation's key, so that nobody else can try guesses. */
    public String fingerprint(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256", impossible);
        }
    }

    /** A password that nobody can guess: 128 random bits in 26 letters and digits. */
    public String madeUp() {
        byte[] bits = new byte[17];
        random.nextBytes(bits);
        bits[0] = 1;
        return new BigInteger(1, bits).toString(36);
    }

    /** Random bytes. */
    public byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] keyIn(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] fresh = randomBytes(KEY_BYTES);
            try (var channel = Files.newByteChannel(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(ByteBuffer.wrap(fresh));
                return fresh;
            } catch (FileAlreadyExistsException there) {
                byte[] key = Files.readAllBytes(file);
                if (key.length != KEY_BYTES) {
                    throw new IllegalStateException(
                            "The key file %s is damaged: it has %d bytes instead of %d. Restore it from a backup."
                                    .formatted(file, key.length, KEY_BYTES));
                }
                return key;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or made", failure);
        }
    }
}
