package io.pando.cli;

import io.pando.api.AuditOutcome;
import io.pando.api.Copy;
import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.Job;
import io.pando.api.Machine;
import io.pando.api.ProjectRole;
import io.pando.api.Role;
import io.pando.api.TokenRight;
import io.pando.cli.audit.AuditCommand;
import io.pando.cli.completion.CompleteCommand;
import io.pando.cli.completion.CompletionCommand;
import io.pando.cli.context.ContextCommand;
import io.pando.cli.context.ContextFile;
import io.pando.cli.context.Contexts;
import io.pando.cli.context.Precedence;
import io.pando.cli.event.EventsCommand;
import io.pando.cli.host.HostCommand;
import io.pando.cli.http.ProblemException;
import io.pando.cli.http.UnexpectedAnswerException;
import io.pando.cli.http.UnreachableException;
import io.pando.cli.image.ImageCommand;
import io.pando.cli.invocation.Connection;
import io.pando.cli.invocation.DurationText;
import io.pando.cli.invocation.ExitCode;
import io.pando.cli.invocation.Failure;
import io.pando.cli.invocation.GlobalOptions;
import io.pando.cli.invocation.Interruptions;
import io.pando.cli.invocation.Invocation;
import io.pando.cli.invocation.Programs;
import io.pando.cli.invocation.Surroundings;
import io.pando.cli.invocation.Waiting;
import io.pando.cli.invocation.Words;
import io.pando.cli.job.JobCommand;
import io.pando.cli.machine.MachineCommand;
import io.pando.cli.machine.SshCommand;
import io.pando.cli.output.OutputChoice;
import io.pando.cli.placement.PlacementCommand;
import io.pando.cli.project.ProjectCommand;
import io.pando.cli.quota.QuotaCommand;
import io.pando.cli.session.LoginCommand;
import io.pando.cli.session.LogoutCommand;
import io.pando.cli.session.SecondFactorCommand;
import io.pando.cli.session.SessionCommand;
import io.pando.cli.session.WhoamiCommand;
import io.pando.cli.terminal.PlainText;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import io.pando.cli.token.TokenCommand;
import io.pando.cli.upload.UploadCommand;
import io.pando.cli.user.UserCommand;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code pando}, and the way from its arguments to its exit code. */
@Command(
        name = "pando",
        header = "A copy of a virtual machine for each person, in seconds.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Also: `pando server` starts the server on this computer.",
            "",
            "Data goes to standard output, everything else to standard error. NO_COLOR is obeyed.",
            "Server and token: an option goes before the environment (PANDO_SERVER,",
            "PANDO_TOKEN, PANDO_CONTEXT), that before the context in use. PANDO_PROJECT is the project.",
            "",
            "Exit codes:",
            "  0  done",
            "  1  refused or failed",
            "  2  not understood, or cancelled",
            "  4  not signed in",
            "  8  waiting has ended, the work goes on",
            "  `pando ssh` and `pando machine exec` end with the status of the remote command.",
            "",
            "Examples:",
            "  pando login http://127.0.0.1:8080",
            "  pando machine create web2 --image debian --user ada",
            "  pando ssh web2",
            "  pando machine ls -o json"
        })
public final class Pando {
    /** In the order of the help. */
    static final List<Class<?>> COMMANDS = List.of(
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            ContextCommand.class,
            MachineCommand.class,
            SshCommand.class,
            ImageCommand.class,
            UploadCommand.class,
            JobCommand.class,
            HostCommand.class,
            PlacementCommand.class,
            ProjectCommand.class,
            QuotaCommand.class,
            UserCommand.class,
            TokenCommand.class,
            SessionCommand.class,
            SecondFactorCommand.class,
            AuditCommand.class,
            EventsCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            CompleteCommand.class);

    private static final int HELP_WIDTH = 100;

    @SuppressWarnings("UnusedVariable")
    @Mixin
    private final GlobalOptions options;

    // picocli itself answers this one.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of this program and end.")
    private boolean version;

    private Pando(GlobalOptions options) {
        this.options = options;
    }

    /** Runs a command in this process' surroundings and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        // Not System.in: it buffers, and a console must see each key at once.
        Terminal terminal = Terminal.of(
                new FileInputStream(FileDescriptor.in),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                System.getProperty("pando.terminals"),
                System.getProperty("pando.width"),
                environment);
        Surroundings surroundings = new Surroundings(
                terminal,
                environment,
                Path.of("").toAbsolutePath(),
                Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/"))),
                computer(environment),
                Waiting.real(),
                Programs.real(),
                Interruptions.real());
        int exitCode = run(surroundings, arguments);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(exitCode);
    }

    /**
     * Runs a command.
     *
     * @return its exit code, one of {@link ExitCode} or a remote status
     */
    public static int run(Surroundings surroundings, String... arguments) {
        return line(surroundings, Arrays.asList(arguments)).execute(arguments);
    }

    /**
     * The tree of commands, ready to be executed or looked at. To read all annotations takes longer than most commands,
     * so a command that is not named has only its name and its header.
     *
     * @param named words among which the commands' names are
     */
    static CommandLine line(Surroundings surroundings, List<String> named) {
        GlobalOptions options = new GlobalOptions();
        Invocation invocation = new Invocation(
                surroundings, options, () -> connection(surroundings, options), () -> project(surroundings, options));
        Terminal terminal = surroundings.terminal();
        Factory factory = new Factory(invocation);
        CommandLine line = new CommandLine(new Pando(options), factory);
        for (Class<?> type : COMMANDS) {
            Command command = Objects.requireNonNull(type.getAnnotation(Command.class));
            if (named.contains(command.name())) {
                line.addSubcommand(command.name(), new CommandLine(type, factory));
            } else {
                CommandSpec bare =
                        CommandSpec.wrapWithoutInspection(new Object()).name(command.name());
                bare.usageMessage().header(command.header()).hidden(command.hidden());
                line.addSubcommand(command.name(), bare);
            }
        }
        line.registerConverter(OutputChoice.class, Pando::outputChoice)
                .registerConverter(Duration.class, new DurationText())
                .registerConverter(URI.class, URI::create)
                .registerConverter(Firmware.class, new Words<>(Firmware.class))
                .registerConverter(Machine.State.class, new Words<>(Machine.State.class))
                .registerConverter(Image.State.class, new Words<>(Image.State.class))
                .registerConverter(Job.State.class, new Words<>(Job.State.class))
                .registerConverter(Copy.class, new Words<>(Copy.class))
                .registerConverter(GuestAccess.class, new Words<>(GuestAccess.class))
                .registerConverter(AuditOutcome.class, new Words<>(AuditOutcome.class))
                .registerConverter(Role.class, new Words<>(Role.class))
                .registerConverter(ProjectRole.class, new Words<>(ProjectRole.class))
                .registerConverter(TokenRight.class, new Words<>(TokenRight.class))
                .registerConverter(CompletionCommand.Shell.class, new Words<>(CompletionCommand.Shell.class))
                .setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setAbbreviatedOptionsAllowed(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.paint(StandardStream.OUT).on() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((exception, all) -> misunderstood(terminal, exception))
                .setExecutionExceptionHandler((exception, command, parsed) -> failed(surroundings, exception));
        HelpStyle.apply(line);
        return line;
    }

    private static Connection connection(Surroundings surroundings, GlobalOptions options) {
        return Precedence.decide(options(options), environment(surroundings), contexts(surroundings));
    }

    private static @Nullable String project(Surroundings surroundings, GlobalOptions options) {
        String set = set(surroundings.environment(), "PANDO_PROJECT");
        return set == null
                ? Precedence.project(options(options), environment(surroundings), contexts(surroundings))
                : set;
    }

    private static Precedence.Level options(GlobalOptions options) {
        URI server = options.server();
        return new Precedence.Level(
                "--context", server == null ? null : server.toString(), options.token(), options.context());
    }

    private static Precedence.Level environment(Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        return new Precedence.Level(
                "PANDO_CONTEXT",
                set(environment, "PANDO_SERVER"),
                set(environment, "PANDO_TOKEN"),
                set(environment, "PANDO_CONTEXT"));
    }

    private static Contexts contexts(Surroundings surroundings) {
        return new ContextFile(surroundings.settings()).read();
    }

    private static @Nullable String set(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    private static OutputChoice outputChoice(String value) {
        try {
            return OutputChoice.parse(value);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static int misunderstood(Terminal terminal, ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        StringBuilder text =
                new StringBuilder(String.valueOf(exception.getMessage()).strip());
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            // The nearest is enough: the others are seldom what was meant.
            text.append("; did you mean ")
                    .append(unmatched.getSuggestions().getFirst())
                    .append('?');
        } else if (text.charAt(text.length() - 1) != '.') {
            text.append('.');
        }
        if (text.indexOf("--help") < 0) {
            text.append(" See `")
                    .append(command.getCommandSpec().qualifiedName())
                    .append(" --help`.");
        }
        say(terminal, text.toString());
        return ExitCode.USAGE_OR_CANCELLED;
    }

    private static int failed(Surroundings surroundings, Exception exception) {
        Terminal terminal = surroundings.terminal();
        terminal.out().flush();
        switch (exception) {
            case Failure failure -> {
                say(terminal, failure.getMessage());
                return failure.exitCode();
            }
            case ProblemException problem
            when problem.status() == 401 -> {
                String type = problem.problem().type();
                boolean wrongPassword = type.endsWith(":wrong-credentials") || type.endsWith(":wrong-code");
                say(
                        terminal,
                        wrongPassword
                                ? String.valueOf(problem.getMessage())
                                : problem.problem().detail() + " Sign in with `pando login`.");
                return ExitCode.NOT_SIGNED_IN;
            }
            case ProblemException problem -> say(terminal, String.valueOf(problem.getMessage()));
            case UnreachableException unreachable -> say(terminal, String.valueOf(unreachable.getMessage()));
            case UnexpectedAnswerException unexpected -> say(terminal, String.valueOf(unexpected.getMessage()));
            case IOException io -> say(terminal, "Input or output failed (" + io + ").");
            default -> {
                say(terminal, "This is a fault in pando itself: " + exception + ". PANDO_DEBUG=1 shows where.");
                if (surroundings.environment().containsKey("PANDO_DEBUG")) {
                    exception.printStackTrace(terminal.err());
                }
            }
        }
        return ExitCode.FAILED;
    }

    private static void say(Terminal terminal, String text) {
        terminal.err().println(terminal.paint(StandardStream.ERR).bad("pando:") + " " + PlainText.of(text));
        terminal.err().flush();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }

    /** Not by a look-up of the network's names: that may take seconds where none answers. */
    private static String computer(Map<String, String> environment) {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException notLinux) {
            // Another system: the environment is the next best.
            return environment.getOrDefault("HOSTNAME", "this computer");
        }
        return environment.getOrDefault("HOSTNAME", "this computer");
    }

    /** Makes commands with the invocation that they work in. */
    private record Factory(Invocation invocation) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Invocation.class) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(invocation));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
