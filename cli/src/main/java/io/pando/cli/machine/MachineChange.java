package io.pando.cli.machine;

import io.pando.api.Machine;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.job.Change;
import io.pando.cli.job.ChangeOptions;
import io.pando.cli.output.Printer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Changes what one machine is made of, or one of its snapshots. The same for every command that does. */
final class MachineChange {
    private final Invocation invocation;
    private final Printer printer;
    private final Change change;

    /** @throws io.pando.cli.invocation.Failure when the options do not go together; before anything is asked of the server */
    MachineChange(Invocation invocation, ChangeOptions options, boolean yes) {
        this.invocation = invocation;
        this.printer = invocation.printer();
        this.change = new Change(invocation, options, yes);
    }

    /**
     * Carries it out.
     *
     * @param path below the machine, for example {@code disks/vdb}
     * @param body null for none
     * @param what it does, without the machine's name
     * @return the command's exit code
     */
    int carryOut(
            String machineName,
            String method,
            String path,
            @Nullable Object body,
            Change.Question question,
            String what)
            throws IOException {
        return carryOut(new Names(invocation.api()).machine(machineName), method, path, body, question, what);
    }

    /** The same for a machine that was looked up already. */
    int carryOut(
            Machine machine, String method, String path, @Nullable Object body, Change.Question question, String what)
            throws IOException {
        Change.Request request = new Change.Request(
                method,
                "machines/" + Query.segment(machine.id()) + "/" + path,
                body,
                question,
                what + " of machine " + machine.name());
        return change.carryOut(request, job -> {
            if (!printer.style().isTable()) {
                printer.document(job.document());
            }
        });
    }
}
