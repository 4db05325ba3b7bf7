package io.pando.cli.image;

import io.pando.api.Plan;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.output.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an image comes from. */
sealed interface ImageSource {

    String format();

    /** A file of this computer, to be uploaded. */
    record Local(Path file, String format) implements ImageSource {

        /** What the server cannot say before it has the file. */
        Plan plan(String name) throws IOException {
            return new Plan(
                    "image.import",
                    "Upload %s and import it as the master image %s".formatted(file, name),
                    true,
                    List.of(
                            new Plan.Effect(
                                    "Upload", "%s, %s".formatted(file, Quantities.bytes(Files.size(file))), null),
                            new Plan.Effect(
                                    "Image",
                                    "%s, of a %s file".formatted(name, format),
                                    "the server looks at the file once it is there, and shows its own plan")),
                    List.of(),
                    null,
                    List.of(),
                    List.of());
        }
    }

    /** A file that lies on the server's host. */
    record OnHost(Path path, String format) implements ImageSource {}

    /** An address that the server downloads from. */
    record Address(String url, String format) implements ImageSource {}

    /**
     * What was meant.
     *
     * @param given file or address; null for none
     * @param onHost path on the server's host; null for none
     * @param format as it was given; null leaves it to the file
     * @throws Failure when it is not clear, or there is no such file
     */
    static ImageSource of(
            Invocation invocation, @Nullable String given, @Nullable Path onHost, @Nullable String format) {
        if ((given == null) == (onHost == null)) {
            throw Failure.usage("Give one of a file, an address and --on-host PATH.");
        }
        Path folder = invocation.surroundings().workingDirectory();
        String said = format == null ? null : format.toLowerCase(Locale.ROOT);
        if (onHost != null) {
            Path path = folder.resolve(onHost).normalize();
            return new OnHost(path, said == null ? FileFormat.of(path.toString(), path) : said);
        }
        String text = String.valueOf(given);
        if (text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8)) {
            String name = text.replaceFirst("[?#].*", "");
            return new Address(text, said == null ? FileFormat.of(name, null) : said);
        }
        Path file = folder.resolve(text).normalize();
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("There is no file " + file + " here. For one on the server's host use --on-host PATH.");
        }
        return new Local(file, said == null ? FileFormat.of(file.toString(), file) : said);
    }
}
