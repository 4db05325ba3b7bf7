package io.pando.guest;

import io.pando.guest.GuestSession.Execution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A command as it is really run: by a shell that keeps the first {@link GuestSession#OUTPUT_LIMIT} bytes of each output and one more,
 * which tells that there was more, and swallows the rest. Without that a guest's agent would gather it all in one answer.
 */
final class BoundedCommand {
    /** Numbers of the shell's own channels: 3 the exit code, 4 and 5 the real outputs, 6 the program's standard output. */
    static final String SCRIPT = """
            bound() { head -c %d; cat >/dev/null; }
            exec 4>&1 5>&2
            code=$(
                exec 3>&1
                {
                    {
                        (exec "$@" 3>&- 4>&- 5>&- 6>&-) 2>&1 1>&6
                        echo $? >&3
                    } | bound >&5 6>&- 3>&-
                } 6>&1 | bound >&4 3>&-
            )
            exit "${code:-125}"
            """.formatted(GuestSession.OUTPUT_LIMIT + 1);

    /**
     * Ends the process whose number is the first argument, and all that it began. Each is stopped when it is found, so that it begins no
     * more; it is looked for anew until none is found that was not known. A look reads what all processes say in one go: a shell that
     * opened them one by one would take longer than the guest has, where there are many.
     */
    static final String END = """
            known=" $1 "
            kill -STOP "$1" 2>/dev/null
            found=yes
            while [ -n "$found" ]; do
                found=
                for pair in $(cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\\([0-9]*\\) (.*) [A-Za-z] \\([0-9]*\\) .*/\\1:\\2/p'); do
                    child=${pair%:*}
                    case $known in
                        *" $child "*) continue ;;
                        *" ${pair#*:} "*) ;;
                        *) continue ;;
                    esac
                    kill -STOP "$child" 2>/dev/null
                    known="$known$child "
                    found=yes
                done
            done
            kill -KILL $known 2>/dev/null
            """;

    private static final int MOST_ARGUMENTS = 1_024;
    private static final int MOST_CHARACTERS = 256 * 1_024;

    private BoundedCommand() {}

    /** Program and arguments that run the command within bounds. */
    static List<String> wrap(List<String> command) {
        check(command);
        List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static void check(List<String> command) {
        if (command.isEmpty()
                || command.getFirst().isEmpty()
                || command.getFirst().startsWith("-")) {
            throw new IllegalArgumentException("A command begins with the name of a program.");
        }
        if (command.size() > MOST_ARGUMENTS
                || command.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "A command has at most %d arguments and %d characters.".formatted(MOST_ARGUMENTS, MOST_CHARACTERS));
        }
        if (command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("A command's arguments have no NUL characters.");
        }
    }

    static void checkInput(byte[] input) {
        if (input.length > GuestSession.INPUT_LIMIT) {
            throw new IllegalArgumentException(
                    "At most %d bytes can be handed over.".formatted(GuestSession.INPUT_LIMIT));
        }
    }

    /** What came of it. */
    static Execution result(int exitCode, byte[] output, byte[] error, boolean truncated) {
        boolean more = output.length > GuestSession.OUTPUT_LIMIT || error.length > GuestSession.OUTPUT_LIMIT;
        return new Execution(exitCode, kept(output), kept(error), truncated || more);
    }

    private static byte[] kept(byte[] output) {
        return output.length > GuestSession.OUTPUT_LIMIT ? Arrays.copyOf(output, GuestSession.OUTPUT_LIMIT) : output;
    }
}
