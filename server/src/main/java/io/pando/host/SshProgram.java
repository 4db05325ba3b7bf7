package io.pando.host;

import io.pando.configuration.PandoProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The program that libvirt starts for hosts that are reached by SSH. libvirt has no parameter for the file of known hosts, so a script in
 * the data folder adds it. It never asks anybody, and refuses a host whose key is not known or has changed.
 */
final class SshProgram {
    private SshProgram() {}

    /** Writes the script, in place of an earlier one, and tells where it is. */
    static Path write(PandoProperties properties) {
        Path script = properties.data().toAbsolutePath().resolve("ssh");
        try {
            Files.createDirectories(script.getParent());
            Path part = script.resolveSibling("ssh.part");
            Files.writeString(part, script(properties.host()));
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
            return Files.move(part, script, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("The data folder cannot be written to", failure);
        }
    }

    /** The script's text. Pure. */
    static String script(PandoProperties.Host settings) {
        StringBuilder script = new StringBuilder("#!/bin/sh\nexec ssh -o BatchMode=yes -o StrictHostKeyChecking=yes")
                .append(" -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3");
        if (settings.sshKnownHosts() != null) {
            script.append(" -o GlobalKnownHostsFile=/dev/null -o ")
                    .append(quoted("UserKnownHostsFile=", settings.sshKnownHosts()));
        }
        if (settings.sshKey() != null) {
            script.append(" -o IdentitiesOnly=yes -i ").append(quoted("", settings.sshKey()));
        }
        return script.append(" \"$@\"\n").toString();
    }

    private static String quoted(String before, @Nullable Path path) {
        return "'" + before + String.valueOf(path).replace("'", "'\\''") + "'";
    }
}
