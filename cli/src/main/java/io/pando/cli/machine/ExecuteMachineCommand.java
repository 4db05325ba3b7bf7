package io.pando.cli.machine;

import io.pando.api.CommandResult;
import io.pando.api.ExecuteCommand;
import io.pando.api.Machine;
import io.pando.cli.http.Answer;
import io.pando.cli.http.Query;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Names;
import io.pando.cli.output.Printer;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pando machine exec}. */
@Command(
        name = "exec",
        header = "Run a command within a machine's guest, as root.",
        description = {
            "Program and arguments are taken as they are, without a shell between. Standard input is passed on when it is"
                    + " not a terminal, at most 1 MiB of UTF-8.",
            "Ends with the status of the command in the guest."
        },
        footer = {
            "",
            "Examples:",
            "  pando machine exec web2 -- uname -a",
            "  pando machine exec web2 -- sh -c 'cat > /etc/motd' < motd"
        })
public final class ExecuteMachineCommand implements Callable<Integer> {
    private static final int MOST_INPUT = 1 << 20;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(30);

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id.")
    private String machine = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "Program and its arguments; put -- before them.")
    private List<String> command = List.of();

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long it may take, 1s to 5m (default: 60s).")
    private @Nullable Duration timeout;

    @Option(
            names = {"-n", "--no-input"},
            description = "Pass no standard input on.")
    private boolean noInput;

    public ExecuteMachineCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = invocation.terminal();
        Printer printer = invocation.printer();
        Machine found = new Names(invocation.api()).machine(machine);
        String input = noInput || terminal.isTerminal(StandardStream.IN) ? null : input();
        Integer seconds = timeout == null ? null : Math.toIntExact(timeout.toSeconds());
        Answer<CommandResult> answer = invocation
                .api()
                .patient((timeout == null ? DEFAULT_TIMEOUT : timeout).plus(FOR_THE_ANSWER))
                .call(
                        "POST",
                        "machines/" + Query.segment(found.id()) + "/exec",
                        new ExecuteCommand(command, input, seconds),
                        CommandResult.class);
        CommandResult result = answer.value();
        if (printer.style().isTable()) {
            terminal.out().print(result.output());
            terminal.out().flush();
            terminal.err().print(result.error());
            terminal.err().flush();
            if (result.truncated()) {
                terminal.note("pando: There was more output than the 1 MiB shown.");
            }
        } else {
            printer.document(answer.document());
        }
        return result.exitCode();
    }

    private @Nullable String input() throws IOException {
        byte[] bytes = invocation.terminal().in().readNBytes(MOST_INPUT + 1);
        if (bytes.length > MOST_INPUT) {
            throw Failure.usage("Standard input is longer than 1 MiB; copy the file into the guest by ssh instead.");
        }
        try {
            return bytes.length == 0
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (CharacterCodingException e) {
            throw Failure.usage("Standard input is not UTF-8; encode it first, for example with base64.");
        }
    }
}
