package io.pando.builder;

import io.pando.builder.BuilderException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an appliance says about one task, in the order in which it may be said, within the task's limits: {@code ready}; then,
 * once the script was sent, any number of {@code out}, {@code err} and {@code progress}; then {@code result} for each file; then {@code
 * end}. Not thread-safe.
 */
final class Answer {
    /** The protocol's version, the argument of {@code ready}. */
    static final String VERSION = "1";

    private static final int LARGEST_PIECE = 32 << 10;
    private static final int MOST_PROGRESS = 256 << 10;

    private final BuilderTask task;
    private final FrameReader reader;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final ProgressLines progress;
    private final Map<String, byte[]> results = new LinkedHashMap<>();
    private int progressBytes;
    private long resultBytes;
    private State state = State.STARTING;
    private @Nullable String end;

    private enum State {
        STARTING,
        READY,
        WORKING,
        ENDED
    }

    Answer(BuilderTask task, Consumer<BuilderProgress> listener) {
        this.task = task;
        this.progress = new ProgressLines(listener);
        this.reader = new FrameReader(this::check, this::accept);
    }

    /**
     * Takes the next bytes that have come.
     *
     * @throws BuilderException when they are not what may come, or more than may come
     */
    void take(byte[] bytes, int count) {
        reader.take(bytes, count);
    }

    boolean isReady() {
        return state == State.READY;
    }

    /** Whether it has said that it is ready, or more. */
    boolean hasBegun() {
        return state != State.STARTING;
    }

    /** To be called when the script is sent: from now on it may be heard. */
    void begin() {
        state = State.WORKING;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** What came of it, once it has ended. */
    BuilderResult result() {
        return switch (String.valueOf(end)) {
            case "time" -> throw outOfTime(task);
            case "memory" ->
                throw new BuilderException(
                        Reason.MEMORY,
                        "The builder needed more than the %d MiB that it may have for the script %s."
                                .formatted(
                                        task.limits().memoryMiB(), task.script().name()));
            case String status ->
                new BuilderResult(Integer.parseInt(status), output.toByteArray(), error.toByteArray(), results);
        };
    }

    static BuilderException outOfTime(BuilderTask task) {
        return new BuilderException(
                Reason.TIME,
                "The builder took longer than the %d s that it may for the script %s."
                        .formatted(
                                task.limits().time().toSeconds(), task.script().name()));
    }

    private void check(String word, String argument, int length) {
        boolean working = state == State.WORKING;
        boolean pieces = working && results.isEmpty() && argument.equals("-") && length <= LARGEST_PIECE;
        switch (word) {
            case "ready" ->
                demand(state == State.STARTING && argument.equals(VERSION) && length == 0, "that it is ready");
            case "out" -> {
                demand(pieces, "output");
                bound(output.size() + length <= task.limits().outputBytes(), "output");
            }
            case "err" -> {
                demand(pieces, "output");
                bound(error.size() + length <= task.limits().outputBytes(), "output");
            }
            case "progress" -> {
                demand(pieces, "progress");
                progressBytes += length;
                bound(progressBytes <= MOST_PROGRESS, "progress");
            }
            case "result" -> {
                demand(working && BuilderTask.isFileName(argument) && !results.containsKey(argument), "a result");
                resultBytes += length;
                bound(
                        resultBytes <= task.limits().resultBytes()
                                && results.size() < task.limits().results(),
                        "results");
            }
            case "end" -> demand(working && length == 0 && isEnd(argument), "the end");
            default -> demand(false, "something unknown");
        }
    }

    private static boolean isEnd(String argument) {
        return argument.matches("time|memory|0|[1-9][0-9]{0,2}");
    }

    private static void demand(boolean allowed, String what) {
        if (!allowed) {
            throw new BuilderException(
                    Reason.BROKEN, "The builder's appliance said %s where it may not.".formatted(what));
        }
    }

    private void bound(boolean within, String what) {
        if (!within) {
            throw new BuilderException(
                    Reason.OUTPUT,
                    "The builder's script %s gave more %s than it may."
                            .formatted(task.script().name(), what));
        }
    }

    private void accept(Frame frame) {
        switch (frame.word()) {
            case "ready" -> state = State.READY;
            case "out" -> output.writeBytes(frame.payload());
            case "err" -> error.writeBytes(frame.payload());
            case "progress" -> progress.take(new String(frame.payload(), StandardCharsets.UTF_8));
            case "result" -> results.put(frame.argument(), frame.payload());
            default -> {
                end = frame.argument();
                state = State.ENDED;
            }
        }
    }
}
