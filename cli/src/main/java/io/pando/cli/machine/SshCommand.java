package io.pando.cli.machine;

import io.pando.api.Machine;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando ssh}. */
@Command(
        name = "ssh",
        header = "Sign in to a machine by this computer's ssh.",
        description = {
            "Goes to the machine's account at its address. Its host key is kept under the machine's own id, so that an"
                    + " address that another machine had before is no alarm.",
            "Ends with the status of ssh, which is that of the remote command."
        },
        footer = {"", "Examples:", "  pando ssh web2", "  pando ssh web2 -- uptime", "  pando ssh web2 --user root"})
public final class SshCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id.")
    private String machine = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "Run this instead of a shell; put -- before it.")
    private List<String> command = List.of();

    @Option(names = "--user", paramLabel = "NAME", description = "Account (default: the one made with the machine).")
    private @Nullable String user;

    public SshCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Machine found = new Names(invocation.api()).machine(machine);
        if (found.addresses().isEmpty()) {
            throw Failure.failed("Machine " + found.name() + " has no address"
                    + (found.state() == Machine.State.RUNNING
                            ? " yet. Try again in a moment, or use `pando machine console " + found.name() + "`."
                            : ", it is " + found.state().name().toLowerCase(java.util.Locale.ROOT)
                                    + ". Start it with `pando machine start " + found.name() + "`."));
        }
        String account = user == null ? found.account() : user;
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.add("-o");
        line.add("HostKeyAlias=" + found.uuid() + ".pando");
        line.add("-o");
        // The alias is new for each machine, so there is nothing to compare its first key with anyway.
        line.add("StrictHostKeyChecking=accept-new");
        if (account != null) {
            line.add("-l");
            line.add(account);
        }
        // The address comes from the guest's side: whatever it is, it must not be taken as an option.
        line.add("--");
        line.add(found.addresses().getFirst());
        line.addAll(command);
        try {
            return invocation.surroundings().programs().run(line);
        } catch (IOException e) {
            throw Failure.failed("ssh cannot be started. Install an ssh client, for example openssh-client.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.cancelled("Interrupted while ssh was at work.");
        }
    }
}
