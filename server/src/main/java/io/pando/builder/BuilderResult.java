package io.pando.builder;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What came of a task. All of it may have been written by what is on the disks.
 *
 * @param exitStatus of the script
 * @param output what it wrote to its standard output, within the limit
 * @param error what it wrote to its standard error, within the limit
 * @param results files that it left in {@code /work/out}, by their names
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes from here to there; nobody compares it
public record BuilderResult(int exitStatus, byte[] output, byte[] error, Map<String, byte[]> results) {
    private static final int MOST_SHOWN = 300;

    public BuilderResult {
        results = Map.copyOf(results);
    }

    /**
     * Demands that the script has ended well.
     *
     * @param what was tried, for example {@code look into the image}
     * @return this
     * @throws BuilderException with {@link BuilderException.Reason#FAILED}
     */
    public BuilderResult orThrow(String what) {
        if (exitStatus != 0) {
            throw new BuilderException(
                    BuilderException.Reason.FAILED,
                    "The builder could not %s (exit status %d%s)."
                            .formatted(what, exitStatus, error.length == 0 ? "" : ": " + lastWords()));
        }
        return this;
    }

    /** The last line of the standard error, fit to be shown. */
    public String lastWords() {
        String last = new String(error, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (before, line) -> line)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        return last.length() > MOST_SHOWN ? last.substring(0, MOST_SHOWN) : last;
    }
}
