package io.pando.guest;

import io.pando.api.GuestAccess;
import io.pando.guest.GuestException.Reason;
import io.pando.host.HostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way through a login on the serial console. Needs neither agent nor network in the guest, only a shell and the usual small
 * programs.
 */
final class ConsoleGuestSession implements GuestSession {
    /** How long moving the command and its outputs may take, besides the time of the command itself. */
    private static final Duration TRANSFER = Duration.ofMinutes(2);

    private static final Duration ENDING = Duration.ofSeconds(8);
    private static final Duration LEAVING = Duration.ofSeconds(3);

    private final SerialHub.Tap tap;
    private final ConsoleShell shell;
    private int runs;
    private boolean broken;
    private boolean closed;

    private ConsoleGuestSession(SerialHub.Tap tap, ConsoleShell shell) {
        this.tap = tap;
        this.shell = shell;
    }

    /**
     * Logs in.
     *
     * @param tap given back when this fails, else by {@link #close}
     * @param progress told what is being done
     */
    static ConsoleGuestSession open(SerialHub.Tap tap, Login login, Deadline deadline, Consumer<String> progress)
            throws InterruptedException {
        boolean open = false;
        try {
            ConsoleTerminal terminal = new ConsoleTerminal(tap);
            ConsoleShell shell = new ConsoleLogin(terminal, login, deadline).signIn();
            progress.accept("Logged in on the guest's console");
            boolean root = shell.becomeRoot(deadline);
            if (!root && !shell.own()) {
                // Somebody else's shell was there; Pando's own account may be able to do more.
                shell.leave(deadline.atMost(LEAVING));
                shell = new ConsoleLogin(terminal, login, deadline).signIn();
                root = shell.becomeRoot(deadline);
            }
            if (!root) {
                shell.leave(deadline.atMost(LEAVING));
                throw new GuestException(
                        Reason.NOT_ROOT,
                        "The account %s is not root and may not use sudo without a password.".formatted(login.name()));
            }
            shell.prepare(deadline);
            open = true;
            return new ConsoleGuestSession(tap, shell);
        } finally {
            if (!open) {
                tap.close();
            }
        }
    }

    @Override
    public GuestAccess way() {
        return GuestAccess.CONSOLE;
    }

    @Override
    public Execution execute(List<String> command, byte @Nullable [] input, Duration timeout)
            throws InterruptedException {
        List<String> wrapped = BoundedCommand.wrap(command);
        byte[] given = input == null ? new byte[0] : input;
        BoundedCommand.checkInput(given);
        if (broken || closed) {
            throw new GuestException(Reason.LOST, "The session on the guest's console is over.");
        }
        // Until it has ended in good order nobody knows what the shell is doing.
        broken = true;
        try {
            Execution execution = run(wrapped, given, timeout);
            broken = false;
            if (execution == null) {
                throw new GuestException(
                        Reason.SILENT, "The command did not end within %d s.".formatted(timeout.toSeconds()));
            }
            return execution;
        } catch (InterruptedException interruption) {
            interruptShell();
            throw interruption;
        }
    }

    private @Nullable Execution run(List<String> command, byte[] input, Duration timeout) throws InterruptedException {
        Deadline moving = Deadline.in(TRANSFER);
        shell.upload("c", quoted(command), moving);
        shell.upload("i", input, moving);
        ConsoleShell.Ended ended = run(++runs, Deadline.in(timeout));
        Deadline fetching = Deadline.in(TRANSFER);
        Execution execution = ended == null
                ? null
                : BoundedCommand.result(
                        ended.exitCode(),
                        shell.download("o", bounded(ended.output()), fetching),
                        shell.download("e", bounded(ended.error()), fetching),
                        false);
        // Passwords may be among them.
        shell.forgetFiles(fetching);
        return execution;
    }

    private ConsoleShell.@Nullable Ended run(int number, Deadline deadline) throws InterruptedException {
        try {
            return shell.run(number, deadline);
        } catch (GuestException failure) {
            if (failure.reason() != Reason.SILENT) {
                throw failure;
            }
            Deadline ending = Deadline.in(ENDING);
            shell.interrupt(ending);
            return shell.run(number, ending);
        }
    }

    private static int bounded(int length) {
        return Math.clamp(length, 0, OUTPUT_LIMIT + 1);
    }

    /** A script that becomes the command. */
    private static byte[] quoted(List<String> command) {
        StringBuilder script = new StringBuilder("exec");
        for (String argument : command) {
            script.append(" '").append(argument.replace("'", "'\\''")).append('\'');
        }
        return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] readFile(String path, int limit) throws InterruptedException {
        return GuestFiles.read(this, path, limit);
    }

    @Override
    public void writeFile(String path, byte[] content, int mode) throws InterruptedException {
        GuestFiles.write(this, path, content, mode);
    }

    private void interruptShell() {
        withoutInterrupts(() -> shell.interrupt(Deadline.in(LEAVING)));
    }

    /** Logs out and gives the console back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            withoutInterrupts(() -> shell.leave(Deadline.in(LEAVING)));
        } finally {
            tap.close();
        }
    }

    /** An interrupt must not leave a shell of root's behind on the console; it is passed on afterwards. */
    private static void withoutInterrupts(Leaving leaving) {
        boolean interrupted = Thread.interrupted();
        try {
            leaving.run();
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (GuestException | HostException failure) {
            // The guest does not listen any more: then there is nothing to leave, or nobody who could.
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private interface Leaving {
        void run() throws InterruptedException;
    }
}
