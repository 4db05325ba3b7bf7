package io.pando.cli.machine;

import io.pando.api.ConsoleTicket;
import io.pando.api.CreateConsoleTicket;
import io.pando.api.Machine;
import io.pando.cli.http.Api;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando machine console}. */
@Command(
        name = "console",
        header = "Open a machine's serial console in this terminal.",
        description = {
            "Leave it with Ctrl-]. When standard input is not a terminal, its bytes are typed, and the console is left when"
                    + " the guest has said nothing for two seconds after their end.",
            "The graphical screen is shown by the web page: --screen prints its address."
        },
        footer = {
            "",
            "Examples:",
            "  pando machine console web2",
            "  xdg-open \"$(pando machine console web2 --screen)\""
        })
public final class ConsoleCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "MACHINE", description = "Name or id.")
    private String machine = "";

    @Option(names = "--screen", description = "Print the address of the page with the machine's screen.")
    private boolean screen;

    @Option(names = "--print-url", description = "Print the address of the page with the serial console.")
    private boolean printUrl;

    public ConsoleCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Api api = invocation.api();
        Machine found = new Names(api).machine(machine);
        String id = Query.segment(found.id());
        if (screen || printUrl) {
            invocation
                    .terminal()
                    .out()
                    .println(api.server() + "/machines/" + id + "?tab=" + (screen ? "console" : "serial"));
            invocation.terminal().out().flush();
            return ExitCode.OK;
        }
        ConsoleTicket ticket = api.call(
                        "POST",
                        "machines/" + id + "/console-tickets",
                        new CreateConsoleTicket(ConsoleTicket.Kind.SERIAL),
                        ConsoleTicket.class)
                .value();
        return new SerialConsole(invocation.terminal(), found.name())
                .open(api.socket(ticket.path()), api.origin(), ticket.protocol());
    }
}
