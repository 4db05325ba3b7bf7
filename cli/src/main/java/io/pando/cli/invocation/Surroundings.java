package io.pando.cli.invocation;

import io.pando.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that a command meets outside itself.
 *
 * @param environment variables
 * @param workingDirectory absolute
 * @param home the person's home folder
 * @param computer name of this computer, for the names of tokens
 */
public record Surroundings(
        Terminal terminal,
        Map<String, String> environment,
        Path workingDirectory,
        Path home,
        String computer,
        Waiting waiting,
        Programs programs,
        Interruptions interruptions) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Pando's folder of settings: {@code $XDG_CONFIG_HOME/pando}, or {@code ~/.config/pando}. */
    public Path settings() {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // The XDG Base Directory specification: relative paths are to be ignored.
        Path base = configured.startsWith("/") ? Path.of(configured) : home.resolve(".config");
        return base.resolve("pando");
    }
}
