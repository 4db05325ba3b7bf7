package io.pando.builder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes apart what comes over the line. Holds at most one frame, and no more memory than has really come. What is no frame, or one that
 * nobody may say, is refused at its first byte that shows it. Not thread-safe.
 */
final class FrameReader {
    private static final int LONGEST_HEADER = 100;
    private static final Pattern HEADER = Pattern.compile("([a-z]{1,16}) ([A-Za-z0-9.-]{1,64}) (0|[1-9][0-9]{0,8})");

    private final Bounds bounds;
    private final Consumer<Frame> frames;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private String word = "";
    private String argument = "";
    /** Bytes of the payload that have not come yet; -1 while a header comes. */
    private int missing = -1;

    /** @param frames told of each frame that is whole */
    FrameReader(Bounds bounds, Consumer<Frame> frames) {
        this.bounds = bounds;
        this.frames = frames;
    }

    /** Says whether a frame may come, before its bytes come. */
    interface Bounds {
        /**
         * Refuses what may not come.
         *
         * @throws BuilderException when it may not
         */
        void check(String word, String argument, int length);
    }

    /** Takes the next bytes. */
    void take(byte[] bytes, int count) {
        int at = 0;
        while (at < count) {
            if (missing < 0) {
                at = header(bytes, at, count);
            } else {
                int part = Math.min(missing, count - at);
                gathered.write(bytes, at, part);
                at += part;
                missing -= part;
            }
            if (missing == 0) {
                Frame frame = new Frame(word, argument, gathered.toByteArray());
                gathered.reset();
                missing = -1;
                frames.accept(frame);
            }
        }
    }

    /** Whether a frame has begun and is not whole. */
    boolean isWithinFrame() {
        return missing >= 0 || gathered.size() > 0;
    }

    private int header(byte[] bytes, int from, int count) {
        int at = from;
        while (at < count && bytes[at] != '\n') {
            gathered.write(bytes[at++]);
            if (gathered.size() > LONGEST_HEADER) {
                throw broken();
            }
        }
        if (at == count) {
            return at;
        }
        Matcher header = HEADER.matcher(gathered.toString(StandardCharsets.ISO_8859_1));
        if (!header.matches()) {
            throw broken();
        }
        gathered.reset();
        word = header.group(1);
        argument = header.group(2);
        int length = Integer.parseInt(header.group(3));
        bounds.check(word, argument, length);
        missing = length;
        return at + 1;
    }

    private static BuilderException broken() {
        return new BuilderException(
                BuilderException.Reason.BROKEN, "The builder's appliance said something that is not of its protocol.");
    }
}
