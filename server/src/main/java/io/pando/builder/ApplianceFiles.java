package io.pando.builder;

import io.pando.configuration.PandoProperties;
import io.pando.host.Appliances;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The appliance's kernel and initramfs, and their way to a host: once, under names made from their digests. */
@Component
class ApplianceFiles {
    private static final int DIGITS_IN_NAME = 16;

    private final @Nullable Path folder;
    private final String instance;
    private @Nullable Parts parts;

    ApplianceFiles(PandoProperties properties) {
        this.folder = folder(properties.builder().appliance());
        this.instance = properties.instance();
    }

    /** The configured folder, or else the one that the launcher of a distribution names. */
    private static @Nullable Path folder(@Nullable Path configured) {
        String shipped = System.getProperty("pando.shipped.appliance");
        return configured != null || shipped == null ? configured : Path.of(shipped);
    }

    /**
     * One file.
     *
     * @param volume its name in a pool
     */
    private record Part(Path file, String sha256, String volume) {}

    private record Parts(Part kernel, Part initramfs) {}

    /** Names of the volumes on the host. */
    record Volumes(String kernel, String initramfs) {}

    /** Makes sure that a host has both files. */
    Volumes provide(Appliances host) {
        Parts both = parts();
        for (Part part : new Part[] {both.kernel(), both.initramfs()}) {
            host.provide(part.volume(), part.file(), part.sha256());
        }
        return new Volumes(both.kernel().volume(), both.initramfs().volume());
    }

    private synchronized Parts parts() {
        Parts known = parts;
        if (known == null) {
            known = new Parts(part("vmlinuz", "kernel"), part("initramfs", "initramfs"));
            parts = known;
        }
        return known;
    }

    private Part part(String fileName, String kind) {
        if (folder == null) {
            throw new BuilderException(
                    BuilderException.Reason.NO_APPLIANCE, "The server was not told where the builder's appliance is.");
        }
        Path file = folder.resolve(fileName);
        String digest = sha256(file);
        return new Part(
                file, digest, "%s.builder-%s.%s".formatted(instance, digest.substring(0, DIGITS_IN_NAME), kind));
    }

    private static String sha256(Path file) {
        try (InputStream content = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException unreadable) {
            throw new BuilderException(
                    BuilderException.Reason.NO_APPLIANCE,
                    "The builder's appliance cannot be read: %s.".formatted(file),
                    unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
