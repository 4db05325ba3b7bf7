package io.pando.cli;

import io.pando.cli.invocation.Interruptions;
import io.pando.cli.invocation.Surroundings;
import io.pando.cli.invocation.Waiting;
import io.pando.cli.terminal.LineDiscipline;
import io.pando.cli.terminal.StandardStream;
import io.pando.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person's desk: a terminal or none, an environment, a home folder, and a clock that only waiting moves. */
final class Desk implements Waiting {

    /** What a command left behind. */
    record Outcome(int exitCode, String out, String err) {}

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    final List<List<String>> programs = new ArrayList<>();
    final List<String> settings = new ArrayList<>();
    private final List<Runnable> interruptions = new ArrayList<>();
    private InputStream input = InputStream.nullInputStream();
    private Set<StandardStream> terminals = Set.of();
    private boolean colour;
    private int programStatus;
    private Instant now = Samples.NOON;
    private @Nullable Runnable eachPause;

    Desk(Path home) {
        this.home = home;
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    }

    /** Signed in by the environment. */
    static Desk at(Path home, StandIn server) {
        return new Desk(home).with("PANDO_SERVER", server.url()).with("PANDO_TOKEN", "pando_secret");
    }

    Desk with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Desk without(String name) {
        environment.remove(name);
        return this;
    }

    Desk typing(String text) {
        input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Desk input(InputStream stream) {
        input = stream;
        return this;
    }

    Desk onTerminal() {
        terminals = Set.of(StandardStream.values());
        return this;
    }

    Desk inColour() {
        colour = true;
        return onTerminal();
    }

    Desk programsEndWith(int status) {
        programStatus = status;
        return this;
    }

    Desk atEachPause(Runnable action) {
        eachPause = action;
        return this;
    }

    /** As if somebody pressed Ctrl-C. */
    void interrupt() {
        List.copyOf(interruptions).forEach(Runnable::run);
    }

    Path home() {
        return home;
    }

    Duration waited() {
        return Duration.between(Samples.NOON, now);
    }

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Pando.run(
                surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Surroundings surroundings(PrintStream out, PrintStream err) {
        Terminal terminal = new Terminal(input, out, err, terminals, 80, colour, true, new RecordedDiscipline());
        Interruptions recorded = (action, exitCode) -> {
            interruptions.add(action);
            return () -> interruptions.remove(action);
        };
        return new Surroundings(
                terminal,
                environment,
                home,
                home,
                "desk",
                this,
                command -> {
                    programs.add(command);
                    return programStatus;
                },
                recorded);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void pause(Duration time) {
        now = now.plus(time);
        if (eachPause != null) {
            eachPause.run();
        }
    }

    private final class RecordedDiscipline implements LineDiscipline {
        @Override
        public Restoration raw() {
            settings.add("raw");
            return () -> settings.add("restored");
        }

        @Override
        public Restoration silent() {
            settings.add("silent");
            return () -> settings.add("restored");
        }
    }
}
