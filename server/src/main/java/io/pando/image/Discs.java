package io.pando.image;

import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.diskimage.DiscInspector;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The discs that can be put into machines' CD drives: files that end in {@code .iso} and lie directly in the folders from which images
 * are imported. Links are not followed, so that nobody who may write there can show files from elsewhere.
 */
@Component
public class Discs {
    private static final Logger log = LoggerFactory.getLogger(Discs.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+ -]{0,120}\\.iso");
    private static final int MOST = 1_000;

    private final List<Path> folders;

    Discs(PandoProperties properties) {
        this.folders = properties.images().importFrom();
    }

    /** A disc: name and place of its file, and size in bytes. */
    public record Disc(String name, Path file, long size) {}

    /** All discs by name; where two folders have one of the same name, the first folder's. */
    public List<Disc> list() {
        Map<String, Disc> discs = new TreeMap<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.iso")) {
                for (Path file : files) {
                    if (discs.size() < MOST) {
                        usable(file).ifPresent(disc -> discs.putIfAbsent(disc.name(), disc));
                    }
                }
            } catch (IOException unreadable) {
                log.info("The folder {} cannot be read: {}", folder, unreadable.getMessage());
            }
        }
        return List.copyOf(discs.values());
    }

    /** The disc of that name. */
    public Optional<Disc> find(String name) {
        return NAME.matcher(name).matches()
                ? folders.stream()
                        .map(folder -> folder.resolve(name))
                        .flatMap(file -> usable(file).stream())
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Opens a disc to be copied. It is looked at anew: its file may have been exchanged or changed since it was found.
     *
     * @param file as {@link #find} gave it
     * @throws ProblemException when it is no disc in a folder of discs any more
     */
    public FileChannel open(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean there = NAME.matcher(name).matches()
                && folders.stream().anyMatch(folder -> folder.resolve(name).equals(file))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (!there) {
            throw unusable(name, "It is not a regular file in a folder of discs.", null);
        }
        try {
            FileChannel disc = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            try {
                DiscInspector.refusal(disc).ifPresent(why -> {
                    throw unusable(name, why, null);
                });
                return disc;
            } catch (IOException | RuntimeException refused) {
                disc.close();
                throw refused;
            }
        } catch (IOException unreadable) {
            throw unusable(name, "It cannot be read.", unreadable);
        }
    }

    private static ProblemException unusable(String name, String why, @Nullable Throwable cause) {
        return new ProblemException(
                ProblemType.INVALID_IMAGE,
                "The disc %s cannot be used any more: %s".formatted(name, why),
                "List the discs to see which there are, and insert it once more.",
                List.of(),
                cause);
    }

    private static Optional<Disc> usable(Path file) {
        String name = file.getFileName().toString();
        try {
            if (!NAME.matcher(name).matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Optional<String> refusal = DiscInspector.refusal(file);
            refusal.ifPresent(why -> log.debug("{} is not offered as a disc: {}", file, why));
            return refusal.isPresent() ? Optional.empty() : Optional.of(new Disc(name, file, Files.size(file)));
        } catch (IOException unreadable) {
            log.debug("{} is not offered as a disc: {}", file, unreadable.getMessage());
            return Optional.empty();
        }
    }
}
