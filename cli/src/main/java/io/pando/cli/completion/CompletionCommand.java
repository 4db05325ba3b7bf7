package io.pando.cli.completion;

import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pando completion}. */
@Command(
        name = "completion",
        header = "Print what makes a shell complete commands and names.",
        description = "Names of machines, images, hosts and jobs come from the server as they are at that moment.",
        footer = {
            "",
            "Examples:",
            "  source <(pando completion bash)                                     # in ~/.bashrc",
            "  source <(pando completion zsh)                                      # in ~/.zshrc, after compinit",
            "  pando completion fish > ~/.config/fish/completions/pando.fish"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** A shell that there is a script for. */
    public enum Shell {
        BASH,
        ZSH,
        FISH
    }

    private final Invocation invocation;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    public CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        String file = "completion." + shell.name().toLowerCase(Locale.ROOT);
        try (InputStream script = CompletionCommand.class.getResourceAsStream(file)) {
            if (script == null) {
                throw new IllegalStateException("the script " + file + " is not in the jar");
            }
            invocation.terminal().out().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            invocation.terminal().out().flush();
        }
        return ExitCode.OK;
    }
}
