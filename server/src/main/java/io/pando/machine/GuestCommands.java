package io.pando.machine;

import io.pando.access.Caller;
import io.pando.api.CommandResult;
import io.pando.api.ExecuteCommand;
import io.pando.api.Fault;
import io.pando.database.Database;
import io.pando.guest.GuestSession;
import io.pando.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** Runs commands in guests for their owners. */
@Service
class GuestCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_ARGUMENTS = 256;
    private static final int LONGEST_ARGUMENT = 64 << 10;

    private final MachineService machines;
    private final MachineWork work;
    private final Database database;

    GuestCommands(MachineService machines, MachineWork work, Database database) {
        this.machines = machines;
        this.work = work;
        this.database = database;
    }

    /**
     * Runs a command as root and waits for its end.
     *
     * @throws ProblemException when the machine does not run, or its guest does not answer
     */
    CommandResult execute(Caller caller, String machineId, ExecuteCommand wanted) throws InterruptedException {
        check(wanted);
        MachineRecord machine = machines.require(caller, machineId);
        machines.refuseUnless(machine, MachineActions.Action.EXEC);
        // The audit record is committed with the request's first transaction: here before anything happens in the
        // guest.
        database.inTransaction(() -> {});
        Duration timeout = Duration.ofSeconds(wanted.timeoutSeconds() == null ? 60 : wanted.timeoutSeconds());
        byte[] input = wanted.input() == null ? null : wanted.input().getBytes(StandardCharsets.UTF_8);
        try (GuestSession session = work.open(machine, PATIENCE, waiting -> {})) {
            GuestSession.Execution execution = session.execute(wanted.command(), input, timeout);
            return new CommandResult(
                    execution.exitCode(), execution.text(), execution.errorText(), execution.truncated());
        }
    }

    private static void check(ExecuteCommand wanted) {
        List<Fault> faults = new ArrayList<>();
        if (wanted.command().isEmpty() || wanted.command().getFirst().isBlank()) {
            faults.add(new Fault("command", "There is no command.", "Give a program and its arguments."));
        }
        if (wanted.command().size() > MOST_ARGUMENTS
                || wanted.command().stream()
                        .anyMatch(part -> part.length() > LONGEST_ARGUMENT || part.indexOf('\0') >= 0)) {
            faults.add(new Fault(
                    "command",
                    "A command has at most 256 parts of at most 65,536 characters, none of them NUL.",
                    null));
        }
        if (wanted.input() != null
                && wanted.input().getBytes(StandardCharsets.UTF_8).length > GuestSession.INPUT_LIMIT) {
            faults.add(new Fault("input", "The input has at most 1 MiB.", "Write a file within the guest instead."));
        }
        if (wanted.timeoutSeconds() != null && (wanted.timeoutSeconds() < 1 || wanted.timeoutSeconds() > 300)) {
            faults.add(new Fault(
                    "timeoutSeconds", "A command may take 1 to 300 seconds.", "Start longer work in the background."));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
    }
}
