package io.pando.builder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A script of Pando's own, for the appliance's shell (BusyBox ash, with {@code -eu}). Nothing that people or guests say ever becomes
 * part of one: that is handed over as an input.
 *
 * @param name for people
 * @param text the script
 */
public record BuilderScript(String name, String text) {
    public BuilderScript {
        if (text.getBytes(StandardCharsets.UTF_8).length > BuilderTask.LARGEST_INPUT) {
            throw new IllegalArgumentException("The script %s is too large.".formatted(name));
        }
    }

    /** A script that says what the next one needs, and that one. */
    public BuilderScript followedBy(BuilderScript next) {
        return new BuilderScript(next.name, text + next.text);
    }

    /** Reads a script that lies beside a class. */
    public static BuilderScript resource(Class<?> owner, String file) {
        try (InputStream content = owner.getResourceAsStream(file)) {
            if (content == null) {
                throw new IllegalStateException("There is no script %s beside %s".formatted(file, owner.getName()));
            }
            return new BuilderScript(file, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
