package io.pando.guest;

import io.pando.api.GuestAccess;
import io.pando.guest.GuestException.Reason;
import io.pando.host.GuestLines;
import io.pando.host.HostException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way through the QEMU guest agent. The agent is a program in the guest and may be anything: every answer is bounded in time, size and
 * depth, and each field is taken only as the type that the protocol gives it.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qemu-ga-ref.html">QEMU Guest Agent protocol reference</a>
 */
final class AgentGuestSession implements GuestSession {
    /** How long a single command of the agent may take. */
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);
    private static final int LARGEST_ANSWER = 6 << 20;
    private static final int DEEPEST_ANSWER = 16;
    private static final int CHUNK = 48 * 1_024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_ANSWER)
                            .maxDocumentLength(LARGEST_ANSWER)
                            .maxStringLength(LARGEST_ANSWER)
                            .maxNameLength(256)
                            .maxNumberLength(32)
                            .maxTokenCount(20_000)
                            .build())
                    .build())
            .build();

    private final GuestLines lines;
    private final UUID domain;
    private final boolean files;

    private AgentGuestSession(GuestLines lines, UUID domain, boolean files) {
        this.lines = lines;
        this.domain = domain;
        this.files = files;
    }

    /**
     * Reaches the agent.
     *
     * @param timeout for the first answer; at least a second is taken
     * @throws GuestException when it does not answer in time, or does not run commands
     */
    static AgentGuestSession open(GuestLines lines, UUID domain, Duration timeout) throws InterruptedException {
        AgentGuestSession bare = new AgentGuestSession(lines, domain, false);
        Deadline deadline = Deadline.in(timeout.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : timeout);
        // An answer to an earlier question, of another session, must not be taken for the answer to this one.
        long number = ThreadLocalRandom.current().nextLong(1L << 52);
        JsonNode echoed = bare.command("guest-sync", JSON.createObjectNode().put("id", number), deadline);
        if (!echoed.isIntegralNumber() || !echoed.canConvertToLong() || echoed.longValue() != number) {
            throw nonsense("guest-sync");
        }
        JsonNode commands = bare.command("guest-info", null, deadline.atMost(COMMAND_TIMEOUT))
                .path("supported_commands");
        if (!enabled(commands, "guest-exec") || !enabled(commands, "guest-exec-status")) {
            throw new GuestException(Reason.REFUSED, "The guest's agent does not run commands.");
        }
        boolean files = enabled(commands, "guest-file-open")
                && enabled(commands, "guest-file-read")
                && enabled(commands, "guest-file-write")
                && enabled(commands, "guest-file-close");
        return new AgentGuestSession(lines, domain, files);
    }

    private static boolean enabled(JsonNode commands, String name) {
        for (JsonNode command : commands) {
            if (name.equals(command.path("name").stringValue(null))) {
                return command.path("enabled").booleanValue(false);
            }
        }
        return false;
    }

    @Override
    public GuestAccess way() {
        return GuestAccess.AGENT;
    }

    @Override
    public Execution execute(List<String> command, byte @Nullable [] input, Duration timeout)
            throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        List<String> wrapped = BoundedCommand.wrap(command);
        long process = begin(wrapped, input, deadline);
        try {
            return await(process, deadline);
        } catch (InterruptedException interruption) {
            end(process);
            throw interruption;
        } catch (GuestException failure) {
            if (failure.reason() == Reason.SILENT && deadline.passed()) {
                end(process);
                throw new GuestException(
                        Reason.SILENT, "The command did not end within %d s.".formatted(timeout.toSeconds()), failure);
            }
            throw failure;
        }
    }

    private long begin(List<String> command, byte @Nullable [] input, Deadline deadline) throws InterruptedException {
        ObjectNode arguments = JSON.createObjectNode().put("path", command.getFirst());
        ArrayNode list = arguments.putArray("arg");
        command.stream().skip(1).forEach(list::add);
        arguments.put("capture-output", true);
        if (input != null) {
            BoundedCommand.checkInput(input);
            arguments.put("input-data", Base64.getEncoder().encodeToString(input));
        }
        JsonNode process = command("guest-exec", arguments, deadline.atMost(COMMAND_TIMEOUT))
                .path("pid");
        if (!process.isIntegralNumber() || !process.canConvertToLong() || process.longValue() <= 0) {
            throw nonsense("guest-exec");
        }
        return process.longValue();
    }

    private Execution await(long process, Deadline deadline) throws InterruptedException {
        ObjectNode arguments = JSON.createObjectNode().put("pid", process);
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            JsonNode status = command("guest-exec-status", arguments, deadline.atMost(COMMAND_TIMEOUT));
            JsonNode exited = status.path("exited");
            if (!exited.isBoolean()) {
                throw nonsense("guest-exec-status");
            }
            if (exited.booleanValue()) {
                return BoundedCommand.result(
                        exitCode(status),
                        bytes(status.path("out-data")),
                        bytes(status.path("err-data")),
                        status.path("out-truncated").booleanValue(false)
                                || status.path("err-truncated").booleanValue(false));
            }
            if (deadline.passed()) {
                throw new GuestException(Reason.SILENT, "The command has not ended.");
            }
            deadline.pause(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.plus(pause.dividedBy(2));
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private static int exitCode(JsonNode status) {
        JsonNode code = status.path("exitcode");
        if (code.isIntegralNumber() && code.canConvertToInt()) {
            return code.intValue() & 0xff;
        }
        JsonNode signal = status.path("signal");
        if (signal.isIntegralNumber() && signal.canConvertToInt()) {
            return (128 + (signal.intValue() & 0x7f)) & 0xff;
        }
        throw nonsense("guest-exec-status");
    }

    private static byte[] bytes(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return new byte[0];
        }
        String encoded = node.stringValue(null);
        if (encoded == null) {
            throw nonsense("guest-exec-status");
        }
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException malformed) {
            throw new GuestException(Reason.NONSENSE, "The guest's agent sent bytes that are not base64.", malformed);
        }
    }

    /** Ends a process and those that it began, as far as the agent still answers. */
    private void end(long process) {
        boolean interrupted = Thread.interrupted();
        try {
            begin(
                    List.of("/bin/sh", "-c", BoundedCommand.END, "sh", Long.toString(process)),
                    null,
                    Deadline.in(Duration.ofSeconds(2)));
        } catch (GuestException | HostException failure) {
            // Whoever asked learns already that the command did not end; that it could not be ended either changes
            // nothing for them.
            return;
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public byte[] readFile(String path, int limit) throws InterruptedException {
        GuestFiles.checkPath(path);
        if (!files) {
            return GuestFiles.read(this, path, limit);
        }
        if (limit < 0 || limit > OUTPUT_LIMIT) {
            throw new IllegalArgumentException("At most %d bytes can be read.".formatted(OUTPUT_LIMIT));
        }
        Deadline deadline = Deadline.in(Duration.ofSeconds(60));
        long handle = openFile(path, "r", deadline);
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            while (content.size() < limit) {
                ObjectNode arguments = JSON.createObjectNode()
                        .put("handle", handle)
                        .put("count", Math.min(CHUNK, limit - content.size()));
                JsonNode part = command("guest-file-read", arguments, deadline.atMost(COMMAND_TIMEOUT));
                byte[] bytes = bytes(part.path("buf-b64"));
                content.write(bytes, 0, Math.min(bytes.length, limit - content.size()));
                if (bytes.length == 0 || part.path("eof").booleanValue(false)) {
                    break;
                }
            }
            return content.toByteArray();
        } finally {
            closeFile(handle);
        }
    }

    @Override
    public void writeFile(String path, byte[] content, int mode) throws InterruptedException {
        if (!files || content.length <= CHUNK) {
            GuestFiles.write(this, path, content, mode);
            return;
        }
        BoundedCommand.checkInput(content);
        // The agent makes files that everybody may read. This one is there before, empty and private, so that it stays
        // so.
        String unfinished = path + ".pando";
        GuestFiles.write(this, unfinished, new byte[0], 0600);
        Deadline deadline = Deadline.in(Duration.ofSeconds(60));
        long handle = openFile(unfinished, "w", deadline);
        try {
            for (int from = 0; from < content.length; ) {
                int length = Math.min(CHUNK, content.length - from);
                byte[] part = Arrays.copyOfRange(content, from, from + length);
                ObjectNode arguments = JSON.createObjectNode()
                        .put("handle", handle)
                        .put("buf-b64", Base64.getEncoder().encodeToString(part));
                JsonNode count = command("guest-file-write", arguments, deadline.atMost(COMMAND_TIMEOUT))
                        .path("count");
                if (!count.isIntegralNumber() || !count.canConvertToInt()) {
                    throw nonsense("guest-file-write");
                }
                if (count.intValue() != length) {
                    throw new GuestException(Reason.REFUSED, "The guest wrote only a part of %s.".formatted(path));
                }
                from += length;
            }
        } finally {
            closeFile(handle);
        }
        Execution moved = execute(
                List.of(
                        "/bin/sh",
                        "-c",
                        "chmod \"$3\" \"$1\" && mv -f \"$1\" \"$2\"",
                        "sh",
                        unfinished,
                        path,
                        Integer.toOctalString(mode)),
                null,
                Duration.ofSeconds(30));
        if (moved.exitCode() != 0) {
            throw new GuestException(
                    Reason.REFUSED,
                    "The guest cannot write %s: %s".formatted(path, GuestText.shown(moved.error(), 200)));
        }
    }

    private long openFile(String path, String mode, Deadline deadline) throws InterruptedException {
        JsonNode handle = command(
                "guest-file-open",
                JSON.createObjectNode().put("path", path).put("mode", mode),
                deadline.atMost(COMMAND_TIMEOUT));
        if (!handle.isIntegralNumber() || !handle.canConvertToLong()) {
            throw nonsense("guest-file-open");
        }
        return handle.longValue();
    }

    private void closeFile(long handle) throws InterruptedException {
        try {
            command("guest-file-close", JSON.createObjectNode().put("handle", handle), Deadline.in(COMMAND_TIMEOUT));
        } catch (GuestException failure) {
            // What was read or written is complete or has failed by itself; an open handle costs the guest's agent
            // only.
            if (failure.reason() == Reason.SILENT) {
                throw failure;
            }
        }
    }

    private JsonNode command(String name, @Nullable ObjectNode arguments, Deadline deadline)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        ObjectNode command = JSON.createObjectNode().put("execute", name);
        if (arguments != null) {
            command.set("arguments", arguments);
        }
        Duration left = deadline.left();
        String answer = ask(name, command.toString(), left.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : left);
        if (answer.length() > LARGEST_ANSWER) {
            throw new GuestException(Reason.NONSENSE, "The guest's agent sent far too much.");
        }
        return result(name, answer);
    }

    private String ask(String name, String command, Duration timeout) {
        try {
            return lines.agent(domain, command, timeout);
        } catch (HostException failure) {
            throw switch (failure.reason()) {
                case GUEST_SILENT -> new GuestException(Reason.SILENT, "The guest's agent does not answer.", failure);
                case REFUSED ->
                    new GuestException(
                            Reason.REFUSED,
                            "The guest's agent refused %s: %s"
                                    .formatted(name, GuestText.shown(String.valueOf(failure.getMessage()), 200)),
                            failure);
                case UNREACHABLE, ABSENT, WRONG_STATE, HELD, NEXT_START, TAKEN, BUSY, FULL -> failure;
            };
        }
    }

    private static JsonNode result(String name, String answer) {
        JsonNode parsed;
        try {
            parsed = JSON.readTree(answer);
        } catch (JacksonException malformed) {
            throw new GuestException(
                    Reason.NONSENSE, "The guest's agent sent what cannot be read as an answer.", malformed);
        }
        JsonNode error = parsed.path("error");
        if (error.isObject()) {
            throw new GuestException(
                    Reason.REFUSED,
                    "The guest's agent refused %s: %s"
                            .formatted(name, GuestText.shown(error.path("desc").stringValue(""), 200)));
        }
        JsonNode result = parsed.get("return");
        if (result == null) {
            throw nonsense(name);
        }
        return result;
    }

    private static GuestException nonsense(String command) {
        return new GuestException(
                Reason.NONSENSE, "The guest's agent answered %s with what makes no sense.".formatted(command));
    }

    /** Does nothing: the agent knows no sessions. */
    @Override
    public void close() {}
}
