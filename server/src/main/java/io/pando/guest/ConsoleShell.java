package io.pando.guest;

import io.pando.guest.GuestException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shell at the other end of a console that obeys line by line, in a way that survives lost characters and foreign ones.
 *
 * <p>It is a loop in POSIX shell that shows no prompt and echoes nothing. Each line that it is sent carries its own length, and one that
 * arrived with another is passed over. Each answer stands between two marks that nobody can guess, and is asked for again when it does
 * not come. Everything that is asked may be asked twice. Bytes travel as base64 or, where there is no such program, as octal numbers out and
 * hexadecimal numbers back, always with a checksum. Lines are short because a terminal swallows what goes beyond 4095 characters.
 */
final class ConsoleShell {
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final int LONGEST_COMMAND = 500;
    private static final int LINES_AT_ONCE = 6;
    private static final int BLOCK = 24 * 1_024;
    private static final int ATTEMPTS = 8;
    private static final Pattern BASE64_LINE = Pattern.compile("[A-Za-z0-9+/]{1,76}={0,2}");
    private static final Pattern HEX_LINE = Pattern.compile("(?: [0-9a-f]{2}){1,16}");
    private static final SecureRandom RANDOM = new SecureRandom();

    // Without single quotes, so that it can stand between them. A read that a signal cut short is no reason to leave,
    // nine in a row
    // are: then the line is gone.
    private static final String LOOP =
            "r() { printf \"\\n%%s%%s %%s %%s%%s\\n\" %1$s %2$s \"$*\" %1$s %2$s; }; trap : INT QUIT TSTP; f=0; r 0 ready; "
                    + "while [ $f -lt 9 ]; do if read -r n l; then f=0; "
                    + "if [ \"${#l}\" = \"$n\" ]; then command eval \"$l\"; fi; else f=$((f+1)); fi; done";

    private final ConsoleTerminal terminal;
    private final boolean own;
    private String mark;
    private int calls;
    private boolean base64 = true;
    private boolean sha256 = true;

    private ConsoleShell(ConsoleTerminal terminal, String mark, boolean own) {
        this.terminal = terminal;
        this.mark = mark;
        this.own = own;
    }

    /**
     * Starts the loop from an interactive shell.
     *
     * @param own whether Pando logged in by itself, rather than finding the shell there
     * @return null when there was no shell
     */
    static @Nullable ConsoleShell start(ConsoleTerminal terminal, Deadline deadline, boolean own)
            throws InterruptedException {
        return start(terminal, "", Mark.random(), deadline, own);
    }

    /** Starts the loop from whatever it may be that obeys without showing anything, also from such a loop. */
    static @Nullable ConsoleShell startBlindly(ConsoleTerminal terminal, Deadline deadline)
            throws InterruptedException {
        Mark mark = Mark.random();
        // To a loop the second line is none of its own, and to a shell the first one is a command that does not exist.
        return start(terminal, framed("exec /bin/sh -c '%s'".formatted(mark.in(LOOP))), mark, deadline, false);
    }

    private static @Nullable ConsoleShell start(
            ConsoleTerminal terminal, String before, Mark mark, Deadline deadline, boolean own)
            throws InterruptedException {
        // The space keeps it out of the history of most shells, the rest out of the history of the others. Not put in
        // the shell's place,
        // the loop is a job of its own, so that an interrupt from the terminal hits only it, and never the login
        // program above.
        String line = " unset HISTFILE; stty -echo; /bin/sh -c '%s'; exit\n".formatted(mark.in(LOOP));
        terminal.type(before + line, deadline);
        return terminal.awaitLine(mark.whole(), deadline.atMost(START))
                ? new ConsoleShell(terminal, mark.whole(), own)
                : null;
    }

    /** Whether Pando logged in by itself. */
    boolean own() {
        return own;
    }

    /** Becomes root where it is not; false when it may not. */
    boolean becomeRoot(Deadline deadline) throws InterruptedException {
        if (call(":", "$(id -u)", deadline).equals("0")) {
            return true;
        }
        if (!call("sudo -n true >/dev/null 2>&1", "$?", deadline).equals("0")) {
            return false;
        }
        Mark other = Mark.random();
        Deadline patience = deadline.atMost(CALL);
        while (!patience.passed()) {
            terminal.type(framed("exec sudo -n /bin/sh -c '%s'".formatted(other.in(LOOP))), patience);
            if (terminal.awaitLine(other.whole(), patience.atMost(START))) {
                mark = other.whole();
                return true;
            }
        }
        return false;
    }

    /** Makes the terminal quiet and finds out what the guest has. */
    void prepare(Deadline deadline) throws InterruptedException {
        call("stty -echo -onlcr -tostop icanon isig 2>/dev/null; umask 077; LC_ALL=C; export LC_ALL", "ok", deadline);
        call("PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH", "ok", deadline);
        // Messages of the kernel would stand between the answers.
        call("[ -n \"$k\" ] || read -r k o </proc/sys/kernel/printk; dmesg -n 1 2>/dev/null", "ok", deadline);
        call(
                "for p in /run /dev/shm /tmp; do [ -d $p ] && [ -w $p ] && break; done; rm -rf $p/pando-console.*",
                "ok",
                deadline);
        String folder =
                call("d=$(mktemp -d $p/pando-console.XXXXXX); trap 'rm -rf \"$d\"' EXIT", "${d:-none}", deadline);
        if (folder.equals("none")) {
            throw new GuestException(Reason.REFUSED, "The guest has no room for temporary files.");
        }
        String tools = call(
                "s=sha256sum; $s </dev/null >/dev/null 2>&1 || s=cksum; command -v $s >/dev/null || s=; "
                        + "b=base64; [ \"$(printf YQ== | $b -d 2>/dev/null)\" = a ] || b=od; "
                        + "command -v $b >/dev/null || b=; q=setsid; command -v $q >/dev/null || q=",
                "\"$s $b\"",
                deadline);
        sha256 = tools.startsWith("sha256sum ");
        base64 = tools.endsWith(" base64");
        if (tools.startsWith(" ") || tools.endsWith(" ")) {
            throw new GuestException(Reason.REFUSED, "The guest lacks programs that are needed: sha256sum and base64.");
        }
        if (!base64) {
            call("b='od -An -v -tx1'", "ok", deadline);
        }
        call("h() { set -- $($s <\"$1\"); v=$1; }", "ok", deadline);
        String append = base64 ? "printf '%s\\n' \"$2\"" : "printf \"$2\"";
        call("a() { if [ \"$1\" = \"$i\" ]; then " + append + " >>\"$d/b\"; i=$((i+1)); fi; }", "ok", deadline);
        call(
                "t() { dd if=\"$d/$1\" of=\"$d/t\" bs=" + BLOCK + " skip=\"$2\" count=1 2>/dev/null; h \"$d/t\"; "
                        + "printf '\\n'; $b <\"$d/t\"; }",
                "ok",
                deadline);
        call(
                "x() { if [ \"$1\" != \"$g\" ]; then g=$1; rm -f \"$d/s\"; "
                        + "(cd /; $q /bin/sh \"$d/c\" <\"$d/i\" >\"$d/o\" 2>\"$d/e\"; echo $? >\"$d/s\") & p=$!; "
                        + "while kill -0 $p 2>/dev/null; do wait $p; done; p=; fi; }",
                "ok",
                deadline);
        upload("k", BoundedCommand.END.getBytes(StandardCharsets.US_ASCII), deadline);
        call("trap '[ -z \"$p\" ] || /bin/sh \"$d/k\" $p' INT", "ok", deadline);
    }

    /** Puts bytes into a temporary file of the guest. */
    void upload(String name, byte[] content, Deadline deadline) throws InterruptedException {
        int size = base64 ? 345 : 110;
        int count = (content.length + size - 1) / size;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Some init programs reset the console's terminal whenever they start a service; secrets must not be echoed
            // then.
            call("stty -echo 2>/dev/null; i=0; : >\"$d/b\"", "ok", deadline);
            int next = 0;
            int stuck = 0;
            while (next < count && stuck < ATTEMPTS) {
                StringBuilder lines = new StringBuilder();
                for (int index = next; index < Math.min(count, next + LINES_AT_ONCE); index++) {
                    byte[] part =
                            Arrays.copyOfRange(content, index * size, Math.min(content.length, (index + 1) * size));
                    lines.append(framed("a %d %s".formatted(index, encoded(part))));
                }
                terminal.send(lines.toString(), deadline);
                int arrived = number(call(":", "$i", deadline));
                stuck = arrived > next ? 0 : stuck + 1;
                next = Math.max(0, Math.min(count, arrived));
            }
            String finish = base64 ? "base64 -d <\"$d/b\" >\"$d/%s\"" : "cat \"$d/b\" >\"$d/%s\"";
            String sum = call(finish.formatted(name) + "; h \"$d/" + name + "\"", "$v", deadline);
            if (sum.equals(checksum(content))) {
                return;
            }
        }
        throw new GuestException(Reason.NONSENSE, "Files do not arrive unchanged through the guest's console.");
    }

    /** Gets the bytes of a temporary file of the guest. */
    byte[] download(String name, int length, Deadline deadline) throws InterruptedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int block = 0; content.size() < length; block++) {
            byte[] part = block(name, block, deadline);
            content.write(part, 0, Math.min(part.length, length - content.size()));
            if (part.length < BLOCK) {
                break;
            }
        }
        return content.toByteArray();
    }

    private byte[] block(String name, int number, Deadline deadline) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StringBuilder text = new StringBuilder();
            String sum = call("t %s %d".formatted(name, number), "$v", ANSWER.multipliedBy(3), deadline, text);
            byte[] block = decoded(text);
            if (block != null && checksum(block).equals(sum)) {
                return block;
            }
        }
        throw new GuestException(Reason.NONSENSE, "Files do not arrive unchanged through the guest's console.");
    }

    /** Runs the uploaded command; null when it was ended from here. */
    @Nullable
    Ended run(int number, Deadline deadline) throws InterruptedException {
        String answer = call(
                "x " + number,
                "$(cat \"$d/s\" 2>/dev/null || echo ended) $(wc -c <\"$d/o\") $(wc -c <\"$d/e\")",
                Duration.ofSeconds(15),
                deadline,
                null);
        String[] parts = answer.split(" +", -1);
        if (parts.length != 3) {
            throw new GuestException(Reason.NONSENSE, "The guest's shell does not say how a command ended.");
        }
        return parts[0].equals("ended") ? null : new Ended(number(parts[0]) & 0xff, number(parts[1]), number(parts[2]));
    }

    /** How a command ended, with the sizes of its outputs. */
    record Ended(int exitCode, int output, int error) {}

    /** Ends the command that runs. */
    void interrupt(Deadline deadline) throws InterruptedException {
        terminal.send("\u0003", deadline);
    }

    void forgetFiles(Deadline deadline) throws InterruptedException {
        call("rm -f \"$d/\"[bceiost]", "ok", deadline);
    }

    /** Logs out. */
    void leave(Deadline deadline) throws InterruptedException {
        terminal.type("\u0003" + framed("[ -z \"$k\" ] || dmesg -n $k 2>/dev/null; r bye; exit 0"), deadline);
        terminal.settle(deadline);
    }

    private String call(String command, String result, Deadline deadline) throws InterruptedException {
        return call(command, result, ANSWER, deadline.atMost(CALL), null);
    }

    /**
     * Has a line carried out and waits for its answer.
     *
     * @param command may be carried out more than once
     * @param result shell expression whose value is the answer
     * @param again after how long the line is sent again
     * @param between takes the lines that came before the answer; null when they do not matter
     */
    private String call(
            String command, String result, Duration again, Deadline deadline, @Nullable StringBuilder between)
            throws InterruptedException {
        int number = ++calls;
        String line = framed("%s; r %d %s".formatted(command, number, result));
        Pattern answer = Pattern.compile("%s %d ([ -~]{0,300}) %s".formatted(mark, number, mark));
        do {
            if (between != null) {
                between.setLength(0);
            }
            terminal.type(line, deadline);
            Deadline patience = deadline.atMost(again);
            for (String heard = terminal.line(patience); heard != null; heard = terminal.line(patience)) {
                Matcher matcher = answer.matcher(heard);
                if (matcher.matches()) {
                    return matcher.group(1);
                }
                if (between != null && between.length() < 4 * BLOCK) {
                    between.append(heard).append('\n');
                }
            }
        } while (!deadline.passed());
        throw terminal.silent("The guest's shell does not answer on the console.");
    }

    private static String framed(String command) {
        if (command.length() > LONGEST_COMMAND || command.indexOf('\n') >= 0) {
            throw new IllegalStateException("A line for a guest's shell is too long: " + command.length());
        }
        return "%d %s\n".formatted(command.length(), command);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException malformed) {
            throw new GuestException(
                    Reason.NONSENSE, "The guest's shell answered what makes no sense on the console.", malformed);
        }
    }

    private String encoded(byte[] part) {
        if (base64) {
            return Base64.getEncoder().encodeToString(part);
        }
        StringBuilder octal = new StringBuilder("'");
        for (byte value : part) {
            octal.append("\\%03o".formatted(value & 0xff));
        }
        return octal.append('\'').toString();
    }

    private byte @Nullable [] decoded(CharSequence text) {
        StringBuilder data = new StringBuilder();
        Pattern form = base64 ? BASE64_LINE : HEX_LINE;
        text.toString().lines().filter(line -> form.matcher(line).matches()).forEach(data::append);
        try {
            return base64
                    ? Base64.getDecoder().decode(data.toString())
                    : HexFormat.of().parseHex(data.toString().replace(" ", ""));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private String checksum(byte[] content) {
        if (!sha256) {
            return Long.toString(posixChecksum(content));
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** The checksum of POSIX's cksum: CRC-32 of the bytes and of their number, highest bit first. */
    static long posixChecksum(byte[] content) {
        int remainder = 0;
        for (byte value : content) {
            remainder = shifted(remainder, value & 0xff);
        }
        for (long length = content.length; length != 0; length >>>= 8) {
            remainder = shifted(remainder, (int) (length & 0xff));
        }
        return ~remainder & 0xffff_ffffL;
    }

    private static int shifted(int remainder, int value) {
        int shifted = remainder ^ value << 24;
        for (int bit = 0; bit < 8; bit++) {
            shifted = shifted < 0 ? shifted << 1 ^ 0x04c1_1db7 : shifted << 1;
        }
        return shifted;
    }

    /** Stands around answers; sent in two halves, so that an echo of what was sent is no answer. */
    private record Mark(String first, String second) {
        static Mark random() {
            return new Mark(half(), half());
        }

        private static String half() {
            byte[] bytes = new byte[4];
            RANDOM.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        String in(String script) {
            return script.formatted(first, second);
        }

        String whole() {
            return first + second;
        }
    }
}
